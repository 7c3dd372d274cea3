namespace McpTenants.Audit;

/// <summary>What the trail has done since the process started.</summary>
public sealed class AuditCounters
{
    private long records;
    private long failures;
    private long bytes;

    /// <summary>Records on disk.</summary>
    public long Records => Interlocked.Read(ref records);

    /// <summary>Records that could not be written.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Bytes on disk.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    internal void Wrote(int count, long length)
    {
        Interlocked.Add(ref records, count);
        Interlocked.Add(ref bytes, length);
    }

    internal void Failed(int count) => Interlocked.Add(ref failures, count);
}
