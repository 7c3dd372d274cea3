using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Limits;

/// <summary>The buckets of one tenant; guarded by its own lock.</summary>
internal sealed class TenantBuckets(RouteLimits initial, TimeSpan now)
{
    /// <summary>Callers remembered at most. Only authenticated callers get here, so the bound is about memory, not about attack.</summary>
    internal const int MaxCallers = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TokenBucket> _callers = new(StringComparer.Ordinal);
    private TokenBucket _tenant = TokenBucket.Full(initial.Burst, now);

    public TimeSpan Take(RouteLimits limits, string caller, TimeSpan at)
    {
        lock (_lock)
        {
            var known = _callers.TryGetValue(caller, out var bucket);
            if (!known)
            {
                MakeRoom(limits, at);
                bucket = TokenBucket.Full(limits.PerUserRequestsPerMinute, at);
            }

            // The caller's bucket first: a single noisy caller is stopped by its own limit and does not empty the tenant's bucket.
            var (next, taken, wait) = bucket.Take(limits.PerUserRequestsPerMinute, limits.PerUserRequestsPerMinute, at);
            if (!taken)
            {
                _callers[caller] = next;
                return wait;
            }

            (_tenant, taken, wait) = _tenant.Take(limits.RequestsPerMinute, limits.Burst, at);
            _callers[caller] = taken ? next : bucket;
            return wait;
        }
    }

    private void MakeRoom(RouteLimits limits, TimeSpan at)
    {
        if (_callers.Count < MaxCallers)
            return;
        foreach (var (caller, bucket) in _callers)
        {
            if (bucket.IsFull(limits.PerUserRequestsPerMinute, limits.PerUserRequestsPerMinute, at))
                _callers.Remove(caller);
        }

        // All of them are busy: forget one. It gains a full bucket, the tenant's bucket still bounds them together.
        if (_callers.Count >= MaxCallers)
            _callers.Remove(_callers.First().Key);
    }
}
