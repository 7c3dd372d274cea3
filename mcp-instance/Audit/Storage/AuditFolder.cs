using McpTenants.Audit.Chain;

namespace McpTenants.Audit.Storage;

/// <summary>The files of one trail.</summary>
internal sealed class AuditFolder(string path)
{
    /// <summary>A file is sealed at 4 MiB; what is much larger was not written here and is not read into memory.</summary>
    public const long MaximumFileBytes = 64 << 20;

    public string Path { get; } = path;

    public string LockFile => System.IO.Path.Combine(Path, "lock");

    /// <summary>Names, oldest first; other files are not part of the trail.</summary>
    public IReadOnlyList<AuditFileName> List() => !Directory.Exists(Path)
        ? []
        : [.. Directory.EnumerateFiles(Path).Select(f => AuditFileName.TryParse(System.IO.Path.GetFileName(f))).OfType<AuditFileName>().OrderBy(f => f.Epoch).ThenBy(f => f.Number)];

    public string FullName(AuditFileName name) => System.IO.Path.Combine(Path, name.ToString());

    /// <exception cref="IOException">The file cannot be read or is too large to be one of ours.</exception>
    public byte[] Read(AuditFileName name)
    {
        // A writer may have it open: this must not be refused because of that.
        using var stream = new FileStream(FullName(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > MaximumFileBytes)
            throw new IOException($"{name} is larger than {MaximumFileBytes} bytes.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>Flushes a file, after writing these bytes over its beginning.</summary>
    /// <exception cref="IOException">It cannot be relied on.</exception>
    public void MakeDurable(AuditFileName name, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(FullName(name), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.Write(file, content, 0);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>The last whole record of a file; null when it has none.</summary>
    public AuditRecord? Last(AuditFileName name)
    {
        var content = Read(name).AsSpan();
        while (content.LastIndexOf((byte)'\n') is >= 0 and var end)
        {
            var start = content[..end].LastIndexOf((byte)'\n') + 1;
            if (AuditLine.TryRead(content[start..end], out _) is { } record)
                return record;
            content = content[..start];
        }
        return null;
    }

    /// <summary>Checks all files.</summary>
    public ChainReport Verify(ChainHead? checkpoint = null)
    {
        var check = new ChainCheck(checkpoint);
        foreach (var name in List())
            check.Add(name, Read(name));
        return check.Complete();
    }
}
