using System.Numerics;

namespace McpTenants.Bench.Statistics;

/// <summary>
/// Counts durations in buckets whose width grows with the value (the idea of HdrHistogram): constant memory for any number of
/// requests and a relative error below 0.2 %. Not thread-safe; every worker has its own and they are merged at the end.
/// </summary>
internal sealed class LatencyHistogram
{
    // 512 buckets per power of two above the first 1024 microseconds/4: 1/512 = 0.2 % of the value.
    private const int SubBucketBits = 10;
    private const int HalfSubBuckets = 1 << (SubBucketBits - 1);

    // 2^37 ns is 137 s, above every timeout in this project.
    private const int LargestBits = 37;
    private readonly long[] _counts = new long[((LargestBits - SubBucketBits + 2) * HalfSubBuckets) + HalfSubBuckets];

    /// <summary>How many durations were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one duration.</summary>
    public void Record(TimeSpan duration)
    {
        var nanoseconds = Math.Clamp(duration.Ticks * TimeSpan.NanosecondsPerTick, 0, (1L << LargestBits) - 1);
        _counts[IndexOf(nanoseconds)]++;
        Count++;
    }

    /// <summary>Adds everything that the other one counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>The duration that the given share of all recorded ones does not exceed.</summary>
    /// <param name="quantile">From 0 to 1.</param>
    public TimeSpan Quantile(double quantile)
    {
        ArgumentOutOfRangeException.ThrowIfZero(Count);
        var wanted = Math.Max(1, (long)Math.Ceiling(quantile * Count));
        long seen = 0;
        var index = 0;
        while ((seen += _counts[index]) < wanted)
            index++;
        return TimeSpan.FromTicks(MiddleOf(index) / TimeSpan.NanosecondsPerTick);
    }

    private static int IndexOf(long nanoseconds)
    {
        // Below 2^SubBucketBits every nanosecond has a bucket of its own; above, the top SubBucketBits bits choose it.
        var shift = Math.Max(0, BitOperations.Log2((ulong)nanoseconds | 1) - SubBucketBits + 1);
        return (shift * HalfSubBuckets) + (int)(nanoseconds >> shift);
    }

    private static long MiddleOf(int index)
    {
        if (index < 2 * HalfSubBuckets)
            return index;
        var shift = (index / HalfSubBuckets) - 1;
        var lowest = (long)(index - (shift * HalfSubBuckets)) << shift;
        return lowest + (1L << shift >> 1);
    }
}
