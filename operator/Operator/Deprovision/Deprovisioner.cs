using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Deprovision.Brakes;
using McpTenants.Operator.Deprovision.Tombstones;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Deprovision;

/// <summary>
/// The tenant's side of a removal: writes the tombstone, which does the work, and lets the tenant's object go once that says that it may. It can be killed
/// anywhere: the tombstone is named by the tenant's UID, so there is one of it.
/// </summary>
internal sealed class Deprovisioner(
    IKubernetesClient client, PlatformPolicy platform, Definitions definitions, DeletionActors actors, DeprovisionOptions options, TimeProvider time)
{
    /// <summary>Goes as far as it can without waiting.</summary>
    public async Task<DeprovisionProgress> RunAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        var tombstone = await client.GetAsync<McpTenantTombstone>(tenant.Metadata.Uid!, ct: cancellationToken);
        if (tombstone is null)
        {
            if (await BrakeAsync(tenant, cancellationToken) is { } brake)
            {
                return new DeprovisionProgress(brake.Reason, brake.Message, options.PollInterval, Held: true);
            }

            tombstone = await RecordAsync(tenant, cancellationToken);
        }

        if (tombstone.IsClosed || tombstone.Status?.Phase is TombstonePhase.Retained or TombstonePhase.Restoring)
        {
            await ReleaseAsync(tenant, cancellationToken);
            return new DeprovisionProgress(Reasons.Certified, $"McpTenantTombstone {tombstone.Metadata.Name} is what is left.", null);
        }

        var erased = Find(tombstone, ConditionTypes.Erased);
        return new DeprovisionProgress(
            erased?.Reason ?? Reasons.StoppingWorkload,
            erased?.Message ?? $"McpTenantTombstone {tombstone.Metadata.Name} is written.",
            options.PollInterval,
            Find(tombstone, ConditionTypes.Exported));
    }

    private static V1Condition? Find(McpTenantTombstone tombstone, string type) => tombstone.Status?.Conditions?.FirstOrDefault(c => c.Type == type);

    private async Task<BrakeVerdict?> BrakeAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        var tenants = await client.ListAsync<McpTenant>(ct: cancellationToken);
        return DeletionBrake.Of(
            tenants.FirstOrDefault(t => t.Metadata.Uid == tenant.Metadata.Uid) ?? tenant,
            [.. tenants],
            [.. await client.ListAsync<McpTenantTombstone>(ct: cancellationToken)],
            await definitions.AreGoingAsync(cancellationToken),
            options,
            time.GetUtcNow());
    }

    private async Task<McpTenantTombstone> RecordAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        // From the API server: with a stale view a tombstone would be made for a tenant that is not being deleted, or is gone for good.
        var fresh = await client.GetAsync<McpTenant>(tenant.Metadata.Name!, ct: cancellationToken);
        if (fresh?.Metadata.Uid != tenant.Metadata.Uid || fresh?.Metadata.DeletionTimestamp is null)
        {
            throw new InvalidOperationException($"tenant {tenant.Metadata.Name} is not being deleted");
        }

        var home = await client.GetAsync<V1Namespace>(McpTenantNames.NamespaceOf(fresh.Metadata.Name!), ct: cancellationToken);
        var mine = home?.GetLabel(McpTenantNames.TenantUidLabel) == fresh.Metadata.Uid ? home : null;
        try
        {
            return await client.CreateAsync(TombstoneBuilder.Of(fresh, platform, mine, actors.Of(fresh.Metadata.Uid!)), McpTenantNames.PipelineManager, cancellationToken);
        }
        catch (HttpOperationException e) when (e.IsAlreadyExists())
        {
            return (await client.GetAsync<McpTenantTombstone>(fresh.Metadata.Uid!, ct: cancellationToken))!;
        }
    }

    private async Task ReleaseAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        if (await client.GetAsync<McpTenant>(tenant.Metadata.Name!, ct: cancellationToken) is { } fresh && fresh.Metadata.Uid == tenant.Metadata.Uid)
        {
            await FinalizerPatch.RemoveAsync(client, fresh, cancellationToken);
        }

        actors.Forget(tenant.Metadata.Uid!);
    }
}
