namespace McpTenants.Gateway.Routing;

/// <summary>The current table. Until the first one is set nothing is known, which is not the same as nothing existing.</summary>
internal sealed class Routes
{
    private RouteTable? _table;

    /// <summary>Null until the cache has synced.</summary>
    public RouteTable? Current => Volatile.Read(ref _table);

    public void Swap(RouteTable table) => Volatile.Write(ref _table, table);
}
