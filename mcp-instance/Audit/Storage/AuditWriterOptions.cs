namespace McpTenants.Audit.Storage;

/// <summary>Sizes and times, for production and for tests that cannot wait for them.</summary>
internal sealed record AuditWriterOptions
{
    /// <summary>Room of one file in bytes, set aside when it is created. Default 4 MiB.</summary>
    public int SegmentBytes { get; init; } = 4 << 20;

    /// <summary>Room that is kept for the records of calls under way when a file is sealed. Default 256 KiB: 64 calls at 4 KiB.</summary>
    public int HeadroomBytes { get; init; } = 256 << 10;

    /// <summary>How often an open trail looks for expired files. Default one hour.</summary>
    public TimeSpan RetentionInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest time that a record nobody waits for stays with the kernel alone. Default 100 ms.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes bytes; null: to the file.</summary>
    public SegmentWrite? Write { get; init; }

    /// <summary>Flushes; null: the file.</summary>
    public SegmentFlush? Flush { get; init; }
}
