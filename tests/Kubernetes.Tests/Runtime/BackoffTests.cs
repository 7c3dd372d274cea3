using Kubernetes.Runtime.Retry;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime;

public sealed class BackoffTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(0, 0.8)]
    [InlineData(1, 1.6)]
    [InlineData(5, 25.6)]
    [InlineData(6, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Point10_Exponential_DoublesUpToTheCap(int failures, double seconds)
        => Backoff.Exponential(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(30), failures).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Point10_FullJitter_SpansZeroToTheBound()
    {
        Backoff.FullJitter(TimeSpan.FromSeconds(4), 0).ShouldBe(TimeSpan.Zero);
        Backoff.FullJitter(TimeSpan.FromSeconds(4), 0.5).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Point31_Spread_IsTenPercentEachWay()
    {
        Backoff.Spread(TimeSpan.FromSeconds(100), 0.1, 0).ShouldBe(TimeSpan.FromSeconds(90));
        Backoff.Spread(TimeSpan.FromSeconds(100), 0.1, 0.5).ShouldBe(TimeSpan.FromSeconds(100));
        Backoff.Spread(TimeSpan.FromSeconds(100), 0.1, 1).ShouldBe(TimeSpan.FromSeconds(110));
    }

    [Fact]
    public void Point10_Counter_StartsAgainAfterAHealthyPeriod()
    {
        var counter = new BackoffCounter(new BackoffOptions(), _time, () => 1);
        counter.Next().ShouldBe(TimeSpan.FromSeconds(0.8));
        counter.Next().ShouldBe(TimeSpan.FromSeconds(1.6));

        _time.Advance(TimeSpan.FromSeconds(119));
        counter.Next().ShouldBe(TimeSpan.FromSeconds(3.2));
        _time.Advance(TimeSpan.FromSeconds(120));
        counter.Next().ShouldBe(TimeSpan.FromSeconds(0.8));
    }

    [Fact]
    public void Point10_Counter_WaitsAtLeastAsLongAsTheServerAsked()
    {
        var counter = new BackoffCounter(new BackoffOptions(), _time, () => 0);
        counter.Next(TimeSpan.FromSeconds(7)).ShouldBe(TimeSpan.FromSeconds(7));
        counter.Next().ShouldBe(TimeSpan.Zero);
    }
}
