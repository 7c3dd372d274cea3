using McpTenants.Bench.Statistics;

namespace Bench.Tests;

public sealed class SamplesTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void Median_OfSamplesInAnyOrder_IsTheMiddle(double[] samples, double expected) => Samples.Median(samples).ShouldBe(expected);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.25, 12.5)]
    [InlineData(0.99, 19.9)]
    [InlineData(1, 20)]
    public void Quantile_BetweenRanks_Interpolates(double quantile, double expected) =>
        Samples.Quantile([20, 10], quantile).ShouldBe(expected, 1e-9);

    [Fact]
    public void Quantile_OfNothing_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => Samples.Quantile([], 0.5));
}
