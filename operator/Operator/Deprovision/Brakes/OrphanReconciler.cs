using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Deprovision.Tombstones;

namespace McpTenants.Operator.Deprovision.Brakes;

/// <summary>
/// Finds namespaces whose tenant vanished without being released (a stripped finalizer, a deleted definition) and writes a tombstone on hold for each: from
/// there on the namespace is cut off and kept, and can be restored like any other. Nothing is deleted.
/// </summary>
internal sealed partial class OrphanReconciler(IKubernetesClient client, TimeProvider time, ILogger<OrphanReconciler> logger)
{
    /// <summary>Looks at one namespace. Everything is read at the API server: a cache that is behind makes no orphans.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (await client.GetAsync<V1Namespace>(key.Name, ct: cancellationToken) is not { Metadata.DeletionTimestamp: null } home
            || home.GetLabel(McpTenantNames.ManagedByLabel) != McpTenantNames.ManagedBy
            || home.GetLabel(McpTenantNames.TenantLabel) is not { Length: > 0 } name
            || home.GetLabel(McpTenantNames.TenantUidLabel) is not { Length: > 0 } uid
            || home.Metadata.Name != McpTenantNames.NamespaceOf(name))
        {
            return ReconcileOutcome.Success;
        }

        if (await client.GetAsync<McpTenantTombstone>(uid, ct: cancellationToken) is not null
            || (await client.GetAsync<McpTenant>(name, ct: cancellationToken))?.Metadata.Uid == uid)
        {
            return ReconcileOutcome.Success;
        }

        try
        {
            await client.CreateAsync(TombstoneBuilder.OfOrphan(home, time.GetUtcNow()), McpTenantNames.PipelineManager, cancellationToken);
            LogOrphan(key.Name, name, uid);
        }
        catch (HttpOperationException e) when (e.IsAlreadyExists())
        {
            // Somebody else found it first.
        }

        return ReconcileOutcome.Success;
    }

    [LoggerMessage(1, LogLevel.Warning, "Namespace {Namespace} is an orphan: tenant {Tenant} ({Uid}) vanished without being released. It is cut off and kept, as its McpTenantTombstone says")]
    private partial void LogOrphan(string @namespace, string tenant, string uid);
}
