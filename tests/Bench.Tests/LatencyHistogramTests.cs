using McpTenants.Bench.Statistics;

namespace Bench.Tests;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(1_023)]
    [InlineData(65_537)]
    [InlineData(10_000_000)]
    [InlineData(1_300_000_000)]
    public void Quantile_OfOneDuration_IsWithinTwoPerMille(long ticks)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromTicks(ticks));

        var found = histogram.Quantile(0.5).Ticks;

        Math.Abs(found - ticks).ShouldBeLessThanOrEqualTo(1 + (ticks / 500));
    }

    [Fact]
    public void Quantile_OfManyDurations_MatchesTheExactOne()
    {
#pragma warning disable RS0030 // A fixed seed makes the durations the same in every run.
        var random = new Random(20260728);
#pragma warning restore RS0030
        var histogram = new LatencyHistogram();
        var exact = new List<double>();
        for (var i = 0; i < 20_000; i++)
        {
            // Log-uniform from 1 us to 1 s: as many short as long ones, so that every power of two is hit.
            var duration = TimeSpan.FromMicroseconds(Math.Pow(10, random.NextDouble() * 6));
            histogram.Record(duration);
            exact.Add(duration.TotalMilliseconds);
        }

        foreach (var quantile in new[] { 0.01, 0.5, 0.9, 0.99, 0.999 })
            histogram.Quantile(quantile).TotalMilliseconds.ShouldBe(Samples.Quantile(exact, quantile), Samples.Quantile(exact, quantile) * 0.01);
    }

    [Fact]
    public void Add_OfAnother_CountsBoth()
    {
        var left = new LatencyHistogram();
        var right = new LatencyHistogram();
        left.Record(TimeSpan.FromMilliseconds(1));
        right.Record(TimeSpan.FromMilliseconds(100));
        right.Record(TimeSpan.FromMilliseconds(100));

        left.Add(right);

        left.Count.ShouldBe(3);
        left.Quantile(0.99).TotalMilliseconds.ShouldBe(100, 0.2);
    }

    [Fact]
    public void Record_BeyondTheRange_CountsAsTheLargest()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(TimeSpan.FromHours(1));
        histogram.Record(TimeSpan.FromSeconds(-1));

        histogram.Quantile(1).TotalSeconds.ShouldBeGreaterThan(130);
        histogram.Quantile(0.1).ShouldBe(TimeSpan.Zero);
    }
}
