using System.Collections.Frozen;

namespace McpTenants.Gateway.Routing;

/// <summary>An immutable snapshot of all routes, swapped whole.</summary>
internal sealed class RouteTable
{
    public static readonly RouteTable Empty = new([], []);

    private readonly FrozenDictionary<string, TenantRoute> _byHost;
    private readonly FrozenDictionary<string, TenantRoute>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly FrozenDictionary<string, TenantRoute> _byUid;

    private RouteTable(IReadOnlyCollection<KeyValuePair<string, TenantRoute>> hosts, IReadOnlyCollection<TenantRoute> routes)
    {
        _byHost = hosts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _lookup = _byHost.GetAlternateLookup<ReadOnlySpan<char>>();
        _byUid = routes.ToFrozenDictionary(r => r.Uid, StringComparer.Ordinal);
    }

    public int Hosts => _byHost.Count;

    public IReadOnlyCollection<TenantRoute> Routes => _byUid.Values;

    /// <summary>Builds a table. A host belongs to the oldest tenant that claims it, so nobody can take one over.</summary>
    /// <param name="routes">One route per tenant.</param>
    /// <param name="contested">Told of each claim that lost: host, winner, loser.</param>
    public static RouteTable Of(IReadOnlyCollection<TenantRoute> routes, Action<string, TenantRoute, TenantRoute>? contested = null)
    {
        var hosts = new Dictionary<string, TenantRoute>(StringComparer.OrdinalIgnoreCase);
        foreach (var route in routes.OrderBy(r => r.Created).ThenBy(r => r.Uid, StringComparer.Ordinal))
        {
            foreach (var host in route.Hosts)
            {
                if (!hosts.TryAdd(host, route) && hosts[host].Uid != route.Uid)
                    contested?.Invoke(host, hosts[host], route);
            }
        }

        return new RouteTable(hosts, routes);
    }

    /// <summary>The route of exactly this host; no wildcard and no default.</summary>
    public TenantRoute? Find(ReadOnlySpan<char> hostHeader) =>
        HostName.TryRead(hostHeader, out var name) && _lookup.TryGetValue(name, out var route) ? route : null;

    public TenantRoute? FindUid(string uid) => _byUid.GetValueOrDefault(uid);
}
