using System.Threading.Channels;
using Kubernetes.Runtime.Caching;
using McpTenants.Api;
using McpTenants.Gateway.Authentication;
using McpTenants.Gateway.Caching;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Limits;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Streams;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Cluster;

/// <summary>
/// Keeps the routing table in step with the tenant objects. Changes that come together make one new table, so 10,000 tenants at start are one
/// build, not 10,000.
/// </summary>
internal sealed class RouteFeed(
    SharedInformer<McpTenant> tenants,
    RouteReader reader,
    Routes routes,
    TenantDoors doors,
    RateLimiter limiter,
    StreamHub streams,
    StreamSupport support,
    PublicAnswers answers,
    IssuerKeys keys,
    MonotonicClock clock,
    ILogger log) : BackgroundService
{
    /// <summary>A table of so many tenants takes milliseconds to build; changes that follow each other closely share one.</summary>
    private const int LargeTable = 1000;

    private static readonly TimeSpan BetweenLargeTables = TimeSpan.FromMilliseconds(50);

    private readonly RouteCache _cache = new(reader, log);
    private readonly Channel<bool> _dirty = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var registration = tenants.AddHandler(_ => _dirty.Writer.TryWrite(true));
        var running = tenants.RunAsync(stoppingToken);
        await tenants.WaitForSyncAsync(stoppingToken);
        Rebuild();
        if (routes.Current?.Routes.Count >= LargeTable)
            ReturnMemory();
        while (await _dirty.Reader.WaitToReadAsync(stoppingToken))
        {
            // Taken before the store is read: a change during the build leaves its mark.
            _dirty.Reader.TryRead(out _);
            Rebuild();
            if (routes.Current?.Routes.Count >= LargeTable)
                await Task.Delay(BetweenLargeTables, clock.Provider, stoppingToken);
        }

        await running;
    }

    /// <summary>
    /// The first list leaves tens of megabytes behind that nothing of a quiet gateway would ever collect. Before anybody is served there is a moment
    /// to give them back; later ones pay for themselves.
    /// </summary>
    private static void ReturnMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private void Rebuild()
    {
        if (!_cache.Read(tenants.Store.List()) && routes.Current is not null)
            return;
        var before = routes.Current ?? RouteTable.Empty;
        var table = RouteTable.Of(
            _cache.Routes,
            (host, winner, loser) => GatewayLog.HostClaimedTwice(log, host, winner.Uid, loser.Uid));
        routes.Swap(table);
        foreach (var former in before.Routes)
        {
            var now = table.FindUid(former.Uid);
            // The new table is in place, so nobody opens the door again after it is shut here.
            if (now?.Standing != Standing.Open)
                doors.Close(former.Uid);
            if (now is not null)
                continue;
            limiter.Forget(former.Uid);
            support.Forget(former.Uid);
        }

        streams.Follow(table);
        answers.Follow(table);
        keys.Keep(table.Routes.Select(r => r.Keys).OfType<KeySource>().ToHashSet());
        if (before.Routes.Count != table.Routes.Count || before.Hosts != table.Hosts)
            GatewayLog.RoutesChanged(log, table.Routes.Count, table.Hosts);
    }
}
