using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision;

/// <summary>Reads what is left of a tenant. Everything comes from the API server: nothing irreversible is decided on a cache.</summary>
internal sealed class FactFinder(IKubernetesClient client, string systemNamespace)
{
    /// <summary>Reads the facts. <see cref="DeprovisionFacts.ExportSettled"/> is left to the caller.</summary>
    public async Task<DeprovisionFacts> FindAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        var (uid, home) = (tenant.Metadata.Uid!, McpTenantNames.NamespaceOf(tenant.Metadata.Name!));
        var ours = $"{McpTenantNames.TenantUidLabel}={uid}";
        var routes = await client.ListAsync<V1Ingress>(systemNamespace, ours, ct: cancellationToken);
        var found = await client.GetAsync<V1Namespace>(home, ct: cancellationToken);
        var mine = found?.GetLabel(McpTenantNames.TenantUidLabel) == uid ? found : null;

        return new DeprovisionFacts
        {
            Routes = [.. routes],
            Namespace = mine,
            Replicas = mine is null ? 0 : await ReplicasAsync(home, cancellationToken),
            Pods = mine is null ? [] : [.. (await client.ListAsync<V1Pod>(home, $"{McpTenantNames.AppNameLabel}={McpTenantNames.Instance}", ct: cancellationToken)).Select(p => p.Metadata.Name!)],

            // A namespace of that name that is not ours has volumes that are not ours either.
            Volumes = found is null ? [.. (await client.ListAsync<V1PersistentVolume>(ct: cancellationToken)).Where(v => v.Spec?.ClaimRef?.NamespaceProperty == home)] : [],
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
