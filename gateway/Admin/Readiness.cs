using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Admin;

/// <summary>Ready means: the routing table is known and we are not about to leave.</summary>
internal sealed class Readiness(Routes routes)
{
    private volatile bool _leaving;

    public bool IsReady => !_leaving && routes.Current is not null;

    public bool IsLeaving => _leaving;

    public void Leave() => _leaving = true;
}
