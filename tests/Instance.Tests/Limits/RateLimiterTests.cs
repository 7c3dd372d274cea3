using Instance.Tests.Support;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Limits;

namespace Instance.Tests.Limits;

public sealed class RateLimiterTests
{
    private static readonly LimitsConfiguration Limits = new() { RequestsPerMinute = 60, Burst = 5, PerUserRequestsPerMinute = 30 };
    private readonly ManualTime time = new(TokenForge.Start);
    private readonly RateLimiter limiter;

    public RateLimiterTests() => limiter = new RateLimiter(time);

    [Fact]
    public void TryTake_Burst_PassesAtOnceAndThenTheRateCounts()
    {
        Take(5, "a").ShouldAllBe(r => r == null);
        // The caller's bucket has half the tenant's rate.
        limiter.TryTake(Limits, "a").ShouldBe(new LimitRefusal("perUserRequestsPerMinute", TimeSpan.FromSeconds(2)));
        time.Now += TimeSpan.FromSeconds(2);
        limiter.TryTake(Limits, "a").ShouldBeNull();
        limiter.TryTake(Limits, "a").ShouldNotBeNull();
    }

    [Fact]
    public void TryTake_OneCallerUsesUpItsShare_OthersAreNotRefusedForIt()
    {
        Take(5, "a");
        time.Now += TimeSpan.FromSeconds(1); // One token for the tenant, half a token for the caller.
        limiter.TryTake(Limits, "a")!.Policy.ShouldBe("perUserRequestsPerMinute");
        limiter.TryTake(Limits, "b").ShouldBeNull();
    }

    [Fact]
    public void TryTake_ManyCallers_ShareTheTenantsRate()
    {
        for (var i = 0; i < 5; i++)
            limiter.TryTake(Limits, "caller" + i).ShouldBeNull();
        limiter.TryTake(Limits, "one more").ShouldBe(new LimitRefusal("requestsPerMinute", TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void TryTake_RefusedByTheTenant_TakesNothingFromTheCaller()
    {
        var limits = Limits with { RequestsPerMinute = 60, Burst = 1, PerUserRequestsPerMinute = 1 };
        limiter.TryTake(limits, "a").ShouldBeNull();
        limiter.TryTake(limits, "b")!.Policy.ShouldBe("requestsPerMinute");
        time.Now += TimeSpan.FromSeconds(1);
        limiter.TryTake(limits, "b").ShouldBeNull();
    }

    [Fact]
    public void TryTake_LongIdle_NeverSavesUpMoreThanTheBurst()
    {
        Take(5, "a");
        time.Now += TimeSpan.FromDays(30);
        Take(6, "a").Count(r => r is null).ShouldBe(5);
    }

    [Fact]
    public void TryTake_ClockGoesBack_GivesNothing()
    {
        Take(5, "a");
        time.Now -= TimeSpan.FromHours(1);
        limiter.TryTake(Limits, "a").ShouldNotBeNull();
    }

    [Fact]
    public void TryTake_RateRaised_AppliesToBucketsThatAreThere()
    {
        Take(5, "a");
        var raised = Limits with { RequestsPerMinute = 6000, PerUserRequestsPerMinute = 6000 };
        time.Now += TimeSpan.FromMilliseconds(10);
        limiter.TryTake(raised, "a").ShouldBeNull();
    }

    [Fact]
    public void TryTake_NoLimits_NeverRefuses() =>
        Enumerable.Range(0, 1000).ShouldAllBe(_ => limiter.TryTake(new LimitsConfiguration(), "a") == null);

    [Fact]
    public void TryTake_MoreCallersThanAreRemembered_StillLimitsEach()
    {
        var limits = new LimitsConfiguration { PerUserRequestsPerMinute = 1, Burst = 1 };
        for (var i = 0; i < 10_100; i++)
            limiter.TryTake(limits, "caller" + i).ShouldBeNull();
        limiter.TryTake(limits, "caller10099").ShouldNotBeNull();
    }

    private List<LimitRefusal?> Take(int count, string caller) => [.. Enumerable.Range(0, count).Select(_ => limiter.TryTake(Limits, caller))];
}
