using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Pipeline;

namespace McpTenants.Operator.Instances;

/// <summary>
/// Looks at what awake instances offer. A tenant that sleeps is neither asked nor woken: what was last seen stands in its status. Nothing is written here;
/// the pipeline writes when a report says something new.
/// </summary>
internal sealed class InstanceReconciler(TenantCaches caches, InstanceClient instances, InstanceReports reports, TenantNews news, InstanceOptions options)
{
    /// <summary>Looks at one tenant.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        var home = McpTenantNames.NamespaceOf(key.Name);
        if (caches.Tenant(key.Name) is not { Metadata.DeletionTimestamp: null } tenant)
        {
            reports.Forget(key.Name);
            instances.Forget(home);
            return ReconcileOutcome.Success;
        }

        // Its next change brings the next look.
        if (caches.Deployments.Store.Get(new NamespacedName(home, McpTenantNames.Instance))?.Status?.AvailableReplicas is not > 0)
        {
            instances.Forget(home);
            return ReconcileOutcome.Success;
        }

        if (await instances.AskAsync(home, tenant.Metadata.Uid!, cancellationToken) is not { } report)
        {
            return ReconcileOutcome.Requeue(options.Interval);
        }

        var (settled, isNews) = reports.Keep(key.Name, report);
        if (isNews)
        {
            news.Tell(key.Name);
        }

        return ReconcileOutcome.Requeue(settled ? options.Interval : options.Settling);
    }
}
