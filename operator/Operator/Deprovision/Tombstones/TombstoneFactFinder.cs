using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Diff;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>Reads what is left of a deleted tenant. Everything comes from the API server: nothing irreversible is decided on a cache.</summary>
internal sealed class TombstoneFactFinder(IKubernetesClient client, Func<McpTenant, PlanInput> planInput, string systemNamespace)
{
    /// <summary>Reads the facts. <see cref="TombstoneFacts.Export"/> is left to the caller.</summary>
    public async Task<TombstoneFacts> FindAsync(McpTenantTombstone tombstone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (uid, home) = (tombstone.Spec.TenantUid, tombstone.Spec.Namespace);
        var ours = $"{McpTenantNames.TenantUidLabel}={uid}";
        var found = await client.GetAsync<V1Namespace>(home, ct: cancellationToken);
        var owner = found?.GetLabel(McpTenantNames.TenantUidLabel);
        var facts = new TombstoneFacts
        {
            Tombstone = tombstone,
            Routes = [.. await client.ListAsync<V1Ingress>(systemNamespace, ours, ct: cancellationToken)],
            Namespace = owner == uid ? found : null,
            NamespaceOwner = owner,
            ClaimantExists = tombstone.Spec.Restore is { } claim
                && await client.GetAsync<McpTenant>(tombstone.Spec.Tenant, ct: cancellationToken) is { Metadata: { DeletionTimestamp: null } metadata } && metadata.Uid == claim.TenantUid,

            // A namespace of that name that is not ours has volumes that are not ours either.
            Volumes = found is null ? [.. (await client.ListAsync<V1PersistentVolume>(ct: cancellationToken)).Where(v => v.Spec?.ClaimRef?.NamespaceProperty == home)] : [],
        };
        return facts.Namespace?.Metadata is { DeletionTimestamp: null } ? await InsideAsync(facts, home, ours, now, cancellationToken) : facts;
    }

    private async Task<TombstoneFacts> InsideAsync(TombstoneFacts facts, string home, string ours, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var input = planInput(TombstoneBuilder.TenantOf(facts.Tombstone));
        var forExport = input.Tenant.Export != ExportMode.None && !PurgeRule.Of(facts.Tombstone, now).IsHeld;
        IKubernetesObject<V1ObjectMeta>[] live =
        [
            .. await client.ListAsync<V1NetworkPolicy>(home, ours, ct: cancellationToken),
            .. await client.ListAsync<V1RoleBinding>(home, ours, ct: cancellationToken),
        ];
        var byKey = live.ToDictionary(o => new ObjectKey(Kinds.Of(o.GetType()), home, o.Metadata.Name!));
        var instance = $"{McpTenantNames.AppNameLabel}={McpTenantNames.Instance}";
        return facts with
        {
            Replicas = await ReplicasAsync(home, cancellationToken),
            Quarantine = [.. PlanDiff.Of(QuarantinePlan.Of(input, forExport), byKey).Where(c => c is not Change.Keep)],
            Pods = [.. (await client.ListAsync<V1Pod>(home, instance, ct: cancellationToken)).Select(p => p.Metadata.Name!)],
        };
    }

    private async Task<int> ReplicasAsync(string home, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetScaleAsync<V1Deployment>(McpTenantNames.Instance, home, cancellationToken)).Spec?.Replicas ?? 0;
        }
        catch (HttpOperationException e) when (e.IsNotFound() || e.IsForbidden())
        {
            // Not there yet, or the binding is not there yet: then there is no Deployment either, as it is written later.
            return 0;
        }
    }
}
