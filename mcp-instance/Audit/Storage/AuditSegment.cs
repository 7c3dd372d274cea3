using Microsoft.Win32.SafeHandles;

namespace McpTenants.Audit.Storage;

/// <summary>Writes bytes at a place in a file; a seam for tests of full and failing disks.</summary>
internal delegate void SegmentWrite(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

/// <summary>
/// One file while it is written. Its room is set aside when it is created: a call that was let through when the volume had room finds room for its record.
/// </summary>
internal sealed class AuditSegment : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly SegmentWrite write;

    /// <exception cref="IOException">The file exists, or there is no room for it.</exception>
    public AuditSegment(string file, long reserve, SegmentWrite? write)
    {
        this.write = write ?? RandomAccess.Write;
        handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, FileOptions.None, reserve);
        try
        {
            DurableFolder.Sync(Path.GetDirectoryName(file)!);
        }
        catch
        {
            handle.Dispose();
            File.Delete(file); // Or the next attempt would find it in its way.
            throw;
        }
    }

    public long Length { get; private set; }

    /// <summary>Adds bytes and returns when they are on disk. After an exception it is unknown what is on disk, and nothing may be added.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        write(handle, bytes, Length);
        RandomAccess.FlushToDisk(handle);
        Length += bytes.Length;
    }

    /// <summary>Gives back the room that was not needed.</summary>
    public void Trim() => RandomAccess.SetLength(handle, Length);

    public void Dispose() => handle.Dispose();
}
