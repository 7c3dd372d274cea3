using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Tls;

namespace McpTenants.Gateway.Admin;

/// <summary>
/// Ready means: the routing table is known, there is a certificate where there must be one (a rollout with a broken Secret then stops at its first
/// pod), and we are not about to leave.
/// </summary>
internal sealed class Readiness(Routes routes, CertificateStore certificates)
{
    private volatile bool _leaving;

    public bool IsReady => !_leaving && routes.Current is not null && !(certificates.IsEnabled && certificates.Current.IsEmpty);

    public bool IsLeaving => _leaving;

    public void Leave() => _leaving = true;
}
