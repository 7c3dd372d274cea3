using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Limits;

/// <summary>
/// Token buckets of the tenant and of each caller. Both must have a token, and a refusal takes none. Buckets live in memory only: they are full again
/// after burst divided by rate, at most a minute, and the gateway, which does not sleep, keeps its own. Rates come with each request, so a changed
/// configuration applies to the buckets that are there.
/// </summary>
internal sealed class RateLimiter(TimeProvider time)
{
    // Bounds memory against an issuer with very many users; the one that was quiet longest is forgotten, and has a nearly full bucket anyway.
    private const int MaximumCallers = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, TokenBucket> callers = new(StringComparer.Ordinal);
    private TokenBucket? tenant;

    /// <summary>Takes a token, or says which limit refuses and how long to wait.</summary>
    /// <param name="limits">The current limits.</param>
    /// <param name="caller">Identity of the caller; null for callers that cannot be told apart.</param>
    public LimitRefusal? TryTake(LimitsConfiguration limits, string? caller)
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            var tenantRate = BucketRate.PerMinute(limits.RequestsPerMinute, limits.Burst);
            var callerRate = caller is null ? null : BucketRate.PerMinute(limits.PerUserRequestsPerMinute, limits.Burst);
            var tenantNow = tenantRate is null ? null : (tenant ?? TokenBucket.Full(now)).At(now, tenantRate, time);
            var callerNow = callerRate is null ? null : callers.GetValueOrDefault(caller!, TokenBucket.Full(now)).At(now, callerRate, time);
            if (callerNow is { Tokens: < 1 })
                return new LimitRefusal("perUserRequestsPerMinute", callerNow.Wait(callerRate!));
            if (tenantNow is { Tokens: < 1 })
                return new LimitRefusal("requestsPerMinute", tenantNow.Wait(tenantRate!));
            tenant = tenantNow?.Take();
            if (callerNow is not null)
                Keep(caller!, callerNow.Take());
            return null;
        }
    }

    private void Keep(string caller, TokenBucket bucket)
    {
        if (callers.Count >= MaximumCallers && !callers.ContainsKey(caller))
            callers.Remove(callers.MinBy(c => c.Value.Seen).Key);
        callers[caller] = bucket;
    }
}

/// <summary>A limit that says no.</summary>
/// <param name="Policy">Name of the limit as in the tenant's specification.</param>
/// <param name="Wait">Time after which a request may succeed.</param>
internal sealed record LimitRefusal(string Policy, TimeSpan Wait);
