using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Limits;
using McpTenants.Gateway.Routing;
using McpTenants.Testing;

namespace Gateway.Tests.Limits;

public sealed class RateLimiterTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Bucket_AfterItsBurst_RefillsAtItsRate()
    {
        var limiter = new RateLimiter(new MonotonicClock(_time));
        var route = Route(perMinute: 60, burst: 3, perUser: 1000);

        for (var i = 0; i < 3; i++)
            limiter.Check(route, "u" + i).ShouldBe(TimeSpan.Zero);
        var wait = limiter.Check(route, "u9");
        _time.Advance(wait);

        wait.ShouldBe(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1));
        limiter.Check(route, "u9").ShouldBe(TimeSpan.Zero);
        limiter.Check(route, "u9").ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void OneNoisyCaller_IsStoppedByItsOwnLimit_AndLeavesTheTenantsBucketToOthers()
    {
        var limiter = new RateLimiter(new MonotonicClock(_time));
        var route = Route(perMinute: 60, burst: 10, perUser: 5);

        var passed = Enumerable.Range(0, 100).Count(_ => limiter.Check(route, "noisy") == TimeSpan.Zero);

        passed.ShouldBe(5);
        Enumerable.Range(0, 5).Count(i => limiter.Check(route, "quiet-" + i) == TimeSpan.Zero).ShouldBe(5);
    }

    [Fact]
    public void Tenants_HaveBucketsOfTheirOwn()
    {
        var limiter = new RateLimiter(new MonotonicClock(_time));

        limiter.Check(Route(60, 1, 1, "a"), "u").ShouldBe(TimeSpan.Zero);
        limiter.Check(Route(60, 1, 1, "b"), "u").ShouldBe(TimeSpan.Zero);
        limiter.Check(Route(60, 1, 1, "a"), "u").ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void ManyCallers_AreForgottenBeforeTheyFillTheMemory()
    {
        var limits = new RouteLimits { RequestsPerMinute = 1_000_000, Burst = 1_000_000, PerUserRequestsPerMinute = 10 };
        var buckets = new TenantBuckets(limits, TimeSpan.FromSeconds(1));

        for (var i = 0; i < TenantBuckets.MaxCallers * 3; i++)
            buckets.Take(limits, "u" + i, TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.Zero);
    }

    private static TenantRoute Route(int perMinute, int burst, int perUser, string uid = "a") => new()
    {
        Uid = uid,
        Name = uid,
        Namespace = uid,
        Hosts = [],
        Limits = new RouteLimits { RequestsPerMinute = perMinute, Burst = burst, PerUserRequestsPerMinute = perUser },
    };
}
