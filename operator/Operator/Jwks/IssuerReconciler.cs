using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Operator.Pipeline;

namespace McpTenants.Operator.Jwks;

/// <summary>One loop over all issuers: it runs every few seconds, polls what is due, and has the tenants looked at whose keys changed.</summary>
internal sealed class IssuerReconciler(TenantCaches caches, CaBundles bundles, IssuerPoller poller, Action<NamespacedName> enqueue)
{
    /// <summary>The only key of the loop.</summary>
    public static readonly NamespacedName Key = new("issuers");

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    /// <summary>Runs once.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        var pairs = new List<(IssuerKey Issuer, string Tenant)>();
        foreach (var tenant in caches.Tenants.Store.List().Where(t => t.Metadata.DeletionTimestamp is null))
        {
            if (TenantKeys.IssuerOf(tenant, await bundles.ForAsync(tenant, cancellationToken)) is { } issuer)
            {
                pairs.Add((issuer, tenant.Metadata.Name!));
            }
        }

        foreach (var name in await poller.PollAsync(pairs.ToLookup(p => p.Issuer, p => p.Tenant), cancellationToken))
        {
            enqueue(new NamespacedName(name));
        }

        return ReconcileOutcome.Requeue(Tick);
    }
}
