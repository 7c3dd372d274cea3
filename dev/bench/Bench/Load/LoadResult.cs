using McpTenants.Bench.Statistics;

namespace McpTenants.Bench.Load;

/// <summary>What one run of a load generator saw.</summary>
internal sealed record LoadResult(LatencyHistogram Latency, long Succeeded, long Failed, TimeSpan Elapsed)
{
    /// <summary>Answered requests per second.</summary>
    public double PerSecond => Succeeded / Elapsed.TotalSeconds;

    /// <summary>The reason of the first failure; null when there was none.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>This result, if every request was answered: a run with failures measures something else than its name says.</summary>
    /// <exception cref="InvalidOperationException">At least one request failed.</exception>
    public LoadResult OrThrow() => Failed == 0 ? this : throw new InvalidOperationException($"{Failed} calls failed, the first with {FirstFailure}");
}
