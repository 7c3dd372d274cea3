using System.Collections.Concurrent;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Streams;

/// <summary>
/// All streams of this replica. One timer serves them: it sends comments on silent streams and ends those whose time is over. A tenant without
/// streams does not appear here at all.
/// </summary>
internal sealed class StreamHub : IDisposable
{
    /// <summary>How late an end may come; small beside the clock skew that tokens are allowed.</summary>
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TenantStreams> _tenants = new(StringComparer.Ordinal);
    private readonly StreamLimits _limits;
    private readonly InstanceDialer _dialer;
    private readonly PodFinder _finder;
    private readonly MonotonicClock _clock;
    private readonly Func<double> _random;
    private readonly ITimer _timer;
    private TimeSpan _renewAt;

    public StreamHub(StreamLimits limits, InstanceDialer dialer, PodFinder finder, MonotonicClock clock, Func<double> random)
    {
        _limits = limits;
        _dialer = dialer;
        _finder = finder;
        _clock = clock;
        _random = random;
        _timer = clock.Provider.CreateTimer(_ => Tick(), null, Rhythm, Rhythm);
    }

    /// <summary>True once no further stream is taken.</summary>
    public bool IsLeaving { get; private set; }

    public int Open => _tenants.Values.Sum(t => t.Count);

    public int Attached => _tenants.Values.Where(t => t.IsUp).Sum(t => t.Count);

    /// <summary>The streams of a tenant with this one among them; null when it has too many.</summary>
    public TenantStreams? Join(TenantRoute route, ClientStream stream)
    {
        while (true)
        {
            var tenant = _tenants.GetOrAdd(route.Uid, static (_, a) => new TenantStreams(a.route, a._dialer, a._clock), (route, _dialer, _clock));
            if (tenant.TryAdd(stream, _limits.PerTenant, out var full))
                return full ? null : tenant;
            _tenants.TryRemove(KeyValuePair.Create(route.Uid, tenant));
        }
    }

    public void Leave(TenantStreams tenant, ClientStream stream)
    {
        if (tenant.Remove(stream))
            _tenants.TryRemove(KeyValuePair.Create(tenant.Route.Uid, tenant));
    }

    /// <summary>Streams that forbid the tenant to sleep.</summary>
    public int Pins(string tenantUid) => _tenants.TryGetValue(tenantUid, out var tenant) ? tenant.Pins : 0;

    /// <summary>Told by the tenant's door, under its lock.</summary>
    public void Follow(string tenantUid, TenantPhase phase, InstancePod? pod)
    {
        if (!_tenants.TryGetValue(tenantUid, out var tenant))
            return;
        tenant.Follow(phase, pod);
        Seek(tenant);
    }

    /// <summary>A new table is in place: streams of tenants that are closed end, and those that were let in by other rules have to ask again.</summary>
    public void Follow(RouteTable table)
    {
        foreach (var tenant in _tenants.Values)
        {
            var route = table.FindUid(tenant.Route.Uid);
            if (route?.Standing != Standing.Open)
                tenant.Each(s => s.Close(StreamEnd.Closed));
            else if (!route.LetsInLike(tenant.Route))
                tenant.Each(s => s.Close(StreamEnd.Rules));
            if (route is null)
                continue;
            tenant.Follow(route);
            Seek(tenant);
        }
    }

    /// <summary>The replica leaves: every stream ends at a moment of its own within the spread.</summary>
    public void LeaveAll()
    {
        var now = _clock.Now;
        IsLeaving = true;
        foreach (var tenant in _tenants.Values)
            tenant.Each(s => s.LeaveAt = now + (_limits.LeaveSpread * _random()));
    }

    /// <summary>When a client that was sent away should come back.</summary>
    public TimeSpan Retry() => TimeSpan.FromSeconds(1 + (4 * _random()));

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var (now, wall) = (_clock.Now, _clock.Provider.GetUtcNow());
        var renew = now >= _renewAt;
        if (renew)
            _renewAt = now + _limits.KeepAlive;
        foreach (var tenant in _tenants.Values)
        {
            tenant.Each(s => Look(s, now, wall));
            if (!renew)
                continue;
            tenant.Renew(now);
            Seek(tenant);
        }
    }

    private void Look(ClientStream stream, TimeSpan now, DateTimeOffset wall)
    {
        if (wall >= stream.Expires)
            stream.Close(StreamEnd.Expired);
        else if (now - stream.Alive >= _limits.IdleLifetime)
            stream.Close(StreamEnd.Idle);
        // A stream that joined while the others were told to leave is told here.
        else if (IsLeaving && now >= (stream.LeaveAt ??= now))
            stream.Close(StreamEnd.Leaving);
        else if (now - stream.Written >= _limits.KeepAlive)
            _ = stream.KeepAliveAsync(now);
    }

    private void Seek(TenantStreams tenant)
    {
        if (tenant.BeginSeeking())
            _ = Task.Run(() => _finder.FindAsync(tenant));
    }
}
