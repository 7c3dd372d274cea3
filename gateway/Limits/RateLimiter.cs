using System.Collections.Concurrent;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Limits;

/// <summary>
/// Token buckets by tenant UID and by caller, kept at the edge so that sleeping does not refill them. Each replica counts for itself: with n
/// replicas a caller spread over all of them gets up to n times the limit.
/// </summary>
internal sealed class RateLimiter(MonotonicClock clock)
{
    private readonly ConcurrentDictionary<string, TenantBuckets> _tenants = new(StringComparer.Ordinal);

    /// <summary>Zero when the request may pass, else the time after which it may be repeated.</summary>
    public TimeSpan Check(TenantRoute route, string caller) =>
        _tenants.GetOrAdd(route.Uid, static (_, a) => new TenantBuckets(a.Limits, a.Now), (route.Limits, clock.Now)).Take(route.Limits, caller, clock.Now);

    public void Forget(string tenantUid) => _tenants.TryRemove(tenantUid, out _);
}
