using Microsoft.Win32.SafeHandles;

namespace McpTenants.Audit.Storage;

/// <summary>Writes bytes at a place in a file; a seam for tests of full and failing disks.</summary>
internal delegate void SegmentWrite(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

/// <summary>Makes durable what was written; a seam for the same tests.</summary>
internal delegate void SegmentFlush(SafeFileHandle file);

/// <summary>
/// One file while it is written. Its room is set aside when it is created: a call that was let through when the volume had room finds room for its record.
/// One thread at a time appends and one flushes; the two may do so at once.
/// </summary>
internal sealed class AuditSegment : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly SegmentWrite write;
    private readonly SegmentFlush flush;
    private long length;
    private long flushed;

    /// <exception cref="IOException">The file exists, or there is no room for it.</exception>
    public AuditSegment(string file, AuditWriterOptions options)
    {
        (write, flush) = (options.Write ?? RandomAccess.Write, options.Flush ?? RandomAccess.FlushToDisk);
        handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, FileOptions.None, options.SegmentBytes);
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

    public long Length => Volatile.Read(ref length);

    /// <summary>Adds bytes; when it returns the kernel has them. After an exception it is unknown which, and nothing may be added.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        write(handle, bytes, length);
        Volatile.Write(ref length, length + bytes.Length);
    }

    /// <summary>Returns when everything that was added before the call is on the disk.</summary>
    public void Flush()
    {
        var until = Length;
        if (until == flushed)
            return;
        flush(handle);
        flushed = until;
    }

    /// <summary>Ends the file in good order, giving back the room that was not needed; the caller has flushed it.</summary>
    public void Close()
    {
        RandomAccess.SetLength(handle, length);
        handle.Dispose();
    }

    public void Dispose() => handle.Dispose();
}
