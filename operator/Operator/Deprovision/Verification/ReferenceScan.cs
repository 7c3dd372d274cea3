using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Verification;

/// <summary>Looks for objects outside of the namespace that point into it.</summary>
internal sealed class ReferenceScan(IKubernetesClient client, string systemNamespace)
{
    /// <summary>Volumes that were claimed from the namespace (a Released one still holds data), and rights of its service accounts elsewhere.</summary>
    public async Task<IReadOnlyList<TombstoneCount>> ScanAsync(string home, CancellationToken cancellationToken)
    {
        var volumes = await client.ListAsync<V1PersistentVolume>(ct: cancellationToken);
        var wide = await client.ListAsync<V1ClusterRoleBinding>(ct: cancellationToken);
        var near = await client.ListAsync<V1RoleBinding>(ct: cancellationToken);
        return
        [
            Inventory.Count("persistent volumes claimed from it", volumes.Where(v => v.Spec?.ClaimRef?.NamespaceProperty == home).Select(v => $"{v.Metadata.Name} ({v.Status?.Phase})")),
            Inventory.Count("cluster role bindings of its service accounts", wide.Where(b => Names(b.Subjects, home)).Select(b => b.Metadata.Name!)),
            Inventory.Count(
                "role bindings of its service accounts elsewhere",
                near.Where(b => b.Metadata.NamespaceProperty != home && Names(b.Subjects, home)).Select(b => $"{b.Metadata.NamespaceProperty}/{b.Metadata.Name}")),
        ];
    }

    /// <summary>Routes to its hosts, unless they are another tenant's by now.</summary>
    public async Task<TombstoneCount> RoutesAsync(McpTenantTombstoneSpec spec, CancellationToken cancellationToken)
    {
        var routes = await client.ListAsync<V1Ingress>(systemNamespace, ct: cancellationToken);
        return Inventory.Count("routes to its hosts", routes
            .Where(r => r.GetLabel(McpTenantNames.TenantUidLabel) is not { } owner || owner == spec.TenantUid)
            .Where(r => r.GetLabel(McpTenantNames.TenantUidLabel) == spec.TenantUid || (r.Spec?.Rules ?? []).Any(rule => spec.Hosts?.Contains(rule.Host) == true))
            .Select(r => r.Metadata.Name!));
    }

    private static bool Names(IEnumerable<Rbacv1Subject>? subjects, string home) => (subjects ?? []).Any(s => s.NamespaceProperty == home);
}
