using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Operator.Pipeline;

namespace McpTenants.Operator.Certificates;

/// <summary>One loop for what all tenants share: the authorities and the gateways' certificate. It has the tenants looked at when something changed for all.</summary>
internal sealed class AuthorityReconciler(TenantCaches caches, CertificateAuthority authority, GatewayIdentity gateway, Action<NamespacedName> enqueue)
{
    /// <summary>The only key of the loop.</summary>
    public static readonly NamespacedName Key = new("authority");

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    private (string Bundle, bool AllCan)? told;

    /// <summary>Runs once.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        var state = await authority.EnsureAsync(cancellationToken);
        await gateway.EnsureAsync(state, cancellationToken);
        var now = (state.Bundle, MutualTlsDecision.AllCan(caches.Gateways.Store.List()));
        if (told is not null && told != now)
        {
            foreach (var tenant in caches.Tenants.Store.List())
                enqueue(new NamespacedName(tenant.Metadata.Name!));
        }

        told = now;
        return ReconcileOutcome.Requeue(Tick);
    }
}
