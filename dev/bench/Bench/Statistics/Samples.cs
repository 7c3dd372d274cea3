namespace McpTenants.Bench.Statistics;

/// <summary>Order statistics of a small set of measurements.</summary>
internal static class Samples
{
    /// <summary>The value in the middle, or the mean of the two in the middle.</summary>
    public static double Median(IReadOnlyCollection<double> samples) => Quantile(samples, 0.5);

    /// <summary>
    /// The quantile by linear interpolation between the two nearest ranks, so that few samples give no more than their maximum.
    /// </summary>
    /// <param name="samples">At least one measurement, in any order.</param>
    /// <param name="quantile">From 0 (the minimum) to 1 (the maximum).</param>
    public static double Quantile(IReadOnlyCollection<double> samples, double quantile)
    {
        ArgumentOutOfRangeException.ThrowIfZero(samples.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(quantile);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantile, 1);
        var sorted = samples.Order().ToArray();
        var rank = quantile * (sorted.Length - 1);
        var below = (int)rank;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (rank - below));
    }
}
