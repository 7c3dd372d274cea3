using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Deprovision.Tombstones;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Deprovision.Restore;

/// <summary>
/// Gives a new tenant the namespace of a deleted one. First the tombstone is claimed, which ends every thought of erasing; then the namespace gets the new
/// tenant's UID, in one write, and from there on the ordinary pipeline makes the rest its own. Killed in between it goes on where it was.
/// </summary>
internal sealed partial class Restorer(IKubernetesClient client, TombstoneWriter writer, TimeProvider time, ILogger<Restorer> logger)
{
    /// <summary>Goes as far as it can.</summary>
    /// <returns><see cref="RestoreDecision.Done"/>, or why not.</returns>
    public async Task<RestoreDecision> EnsureAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        if (tenant.Spec.RestoreFrom is not { Length: > 0 } from)
        {
            return new RestoreDecision.Done();
        }

        // Everything is read at the API server: what is decided here must not rest on yesterday's cache.
        while (true)
        {
            var home = await client.GetAsync<V1Namespace>(McpTenantNames.NamespaceOf(tenant.Metadata.Name!), ct: cancellationToken);
            var tombstone = await client.GetAsync<McpTenantTombstone>(from, ct: cancellationToken);
            var decision = RestoreDecision.Of(tenant, tombstone, home);
            switch (decision)
            {
                case RestoreDecision.Claim:
                    var claim = new JsonObject { ["tenantUid"] = tenant.Metadata.Uid, ["claimedAt"] = time.GetUtcNow().ToString("O") };
                    await writer.SpecAsync(tombstone!, new JsonObject { ["restore"] = claim }, cancellationToken);
                    break;
                case RestoreDecision.TakeOver:
                    await RemoveExportAsync(home!.Metadata.Name!, cancellationToken);
                    await RelabelAsync(home, tenant, from, cancellationToken);
                    LogRestored(tenant.Metadata.Name!, tenant.Metadata.Uid!, from);
                    break;
                default:
                    return decision;
            }
        }
    }

    // An export that had begun belongs to the deleted tenant, and its way in is not part of the new one.
    private async Task RemoveExportAsync(string home, CancellationToken cancellationToken)
    {
        await DeleteAsync<V1Job>(McpTenantNames.Export, home, "Foreground", cancellationToken);
        await DeleteAsync<V1Secret>(McpTenantNames.Export, home, "Background", cancellationToken);
        await DeleteAsync<V1NetworkPolicy>(McpTenantNames.AllowExportPolicy, home, "Background", cancellationToken);
    }

    private async Task DeleteAsync<T>(string name, string home, string propagation, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (await client.GetAsync<T>(name, home, cancellationToken) is { } live)
        {
            await client.DeleteAsync<T>(name, home, Precondition.Only(live, propagation), cancellationToken);
        }
    }

    // With the version that was read: whoever touched the namespace since (a delete above all) wins.
    private Task RelabelAsync(V1Namespace home, McpTenant tenant, string from, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["uid"] = home.Metadata.Uid,
                ["resourceVersion"] = home.Metadata.ResourceVersion,
                ["labels"] = new JsonObject { [McpTenantNames.TenantUidLabel] = tenant.Metadata.Uid },
                ["annotations"] = new JsonObject { [McpTenantNames.RestoredFromAnnotation] = from },
            },
        };
        return client.PatchAsync<V1Namespace>(
            new V1Patch(patch.ToJsonString(), PatchType.MergePatch), home.Metadata.Name!, fieldManager: McpTenantNames.PipelineManager, ct: cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Information, "Tenant {Tenant} ({Uid}) has the namespace of {Tombstone} back")]
    private partial void LogRestored(string tenant, string uid, string tombstone);
}
