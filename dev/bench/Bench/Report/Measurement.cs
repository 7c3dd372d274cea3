using McpTenants.Bench.Statistics;

namespace McpTenants.Bench.Report;

/// <summary>One line of the table and of bench.json.</summary>
internal sealed record Measurement
{
    /// <summary>Stable name, for example <c>instance.start_ms</c>; a trailing number is the size of the run.</summary>
    public required string Name { get; init; }

    /// <summary>Unit of <see cref="Median"/>, <see cref="P99"/> and <see cref="Baseline"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>Median of all runs.</summary>
    public required double Median { get; init; }

    /// <summary>99th percentile on the bad side: the highest of a time, the lowest of a rate; null for a single value.</summary>
    public double? P99 { get; init; }

    /// <summary>Median of what the measurement is compared with, taken in the same run; null when there is none.</summary>
    public double? Baseline { get; init; }

    /// <summary><see cref="Median"/> divided by <see cref="Baseline"/>.</summary>
    public double? Ratio => Baseline is { } baseline && baseline != 0 ? Median / baseline : null;

    /// <summary>How many samples <see cref="Median"/> stands on.</summary>
    public required long Runs { get; init; }

    /// <summary>A measurement of which less is better: times, sizes, counts.</summary>
    public static Measurement Of(string name, string unit, IReadOnlyCollection<double> samples, IReadOnlyCollection<double>? baseline = null) => new()
    {
        Name = name,
        Unit = unit,
        Median = Samples.Median(samples),
        P99 = samples.Count > 1 ? Samples.Quantile(samples, 0.99) : null,
        Baseline = baseline is { Count: > 0 } ? Samples.Median(baseline) : null,
        Runs = samples.Count,
    };

    /// <summary>A measurement of which more is better; its p99 is what 99 % of the samples reach.</summary>
    public static Measurement OfRate(string name, string unit, IReadOnlyCollection<double> samples, IReadOnlyCollection<double>? baseline = null) =>
        Of(name, unit, samples, baseline) with { P99 = samples.Count > 1 ? Samples.Quantile(samples, 0.01) : null };
}
