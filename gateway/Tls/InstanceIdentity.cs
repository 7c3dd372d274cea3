using McpTenants.Authorization.Peers;
using McpTenants.Gateway.Hosting;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Tls;

/// <summary>The certificate by which instances know us, as the operator renews it.</summary>
internal static class InstanceIdentity
{
    /// <summary>Null: we have none, and only pods without mutual TLS can be reached.</summary>
    public static PeerIdentityFiles? Of(GatewayOptions options, GatewayMetrics metrics, ILogger log, TimeProvider time) => options.InstanceIdentity is not { } folder ? null : new PeerIdentityFiles(
        folder,
        time,
        (identity, problem) =>
        {
            metrics.IdentityLoads.Add(identity is null ? "broken" : "loaded");
            if (identity is null)
            {
                GatewayLog.CertificateBroken(log, folder, problem!);
                return;
            }

            Volatile.Write(ref metrics.IdentityEnd, identity.NotAfter.ToUnixTimeSeconds());
            GatewayLog.CertificateLoaded(log, folder, identity.Name, identity.NotAfter);
        });
}
