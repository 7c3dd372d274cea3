namespace McpTenants.Gateway.Telemetry;

/// <summary>Durations in fixed buckets.</summary>
internal sealed class Histogram(params double[] boundsSeconds)
{
    private readonly long[] _buckets = new long[boundsSeconds.Length + 1];
    private long _sumMicroseconds;

    public IReadOnlyList<double> Bounds => boundsSeconds;

    public long Count => _buckets.Sum(b => b);

    public double SumSeconds => Interlocked.Read(ref _sumMicroseconds) / 1e6;

    public void Observe(TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        var index = 0;
        while (index < boundsSeconds.Length && seconds > boundsSeconds[index])
            index++;
        Interlocked.Increment(ref _buckets[index]);
        Interlocked.Add(ref _sumMicroseconds, (long)duration.TotalMicroseconds);
    }

    /// <summary>Counts up to and including each bound, then all.</summary>
    public IEnumerable<long> Cumulative()
    {
        long total = 0;
        foreach (var bucket in _buckets)
            yield return total += bucket;
    }
}
