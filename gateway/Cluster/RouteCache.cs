using McpTenants.Api;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Cluster;

/// <summary>
/// Routes by the object that each was read off, so that a change of one tenant reads one route and not 10,000. Used by one flow only.
/// </summary>
internal sealed class RouteCache(RouteReader reader, ILogger log)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Every tenant that can be served.</summary>
    public IReadOnlyCollection<TenantRoute> Routes => [.. _entries.Values.Select(e => e.Route).OfType<TenantRoute>()];

    /// <summary>False when no route differs from before: what changed of the objects concerns others.</summary>
    public bool Read(IEnumerable<McpTenant> tenants)
    {
        var (changed, count) = (false, 0);
        foreach (var tenant in tenants)
        {
            count++;
            var uid = tenant.Metadata.Uid ?? "";
            var known = _entries.TryGetValue(uid, out var entry);
            if (known && ReferenceEquals(entry.Source, tenant))
                continue;
            var route = Read(tenant);
            var same = known && (route is null ? entry.Route is null : entry.Route is not null && route.SameAs(entry.Route));
            _entries[uid] = new Entry(tenant, same ? entry.Route : route);
            changed |= !same;
        }

        return Forget(tenants, count) || changed;
    }

    private bool Forget(IEnumerable<McpTenant> tenants, int count)
    {
        if (_entries.Count <= count)
            return false;
        var alive = tenants.Select(t => t.Metadata.Uid ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _entries.Keys.Where(uid => !alive.Contains(uid)).ToList())
            _entries.Remove(gone);
        return true;
    }

    private TenantRoute? Read(McpTenant tenant)
    {
        try
        {
            return reader.Read(tenant);
        }
        catch (FormatException e)
        {
            GatewayLog.Unroutable(log, tenant.Metadata.Uid ?? "?", e.Message);
            return null;
        }
    }

    private readonly record struct Entry(McpTenant Source, TenantRoute? Route);
}
