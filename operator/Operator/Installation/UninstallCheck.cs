using k8s;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Installation;

/// <summary>Whether the operator may go: with it goes whoever wakes, guards, keeps and erases what tenants have.</summary>
internal static class UninstallCheck
{
    private const int MostNames = 10;

    /// <summary>Why not, for people; null when nothing speaks against it.</summary>
    public static string? Refusal(IReadOnlyCollection<McpTenant> tenants, IReadOnlyCollection<McpTenantTombstone> tombstones)
    {
        var kept = tombstones.Where(t => !t.IsClosed).Select(t => t.Spec.Tenant).ToList();
        return tenants.Count + kept.Count == 0
            ? null
            : $"""
               Not uninstalled: {Count(tenants.Count, "tenant")} would be left without an operator, and {Count(kept.Count, "deleted tenant")} whose data is still kept.
                 tenants: {Names(tenants.Select(t => t.Metadata.Name ?? ""))}
                 deleted and kept: {Names(kept)}
               Delete the tenants first (kubectl delete mcptenant NAME) and wait for their certificates, or leave everything where it is:
                 helm upgrade RELEASE CHART --reuse-values --set uninstall.policy=retain && helm uninstall RELEASE
               """;
    }

    /// <summary>Asks the cluster. Definitions that do not exist have no objects.</summary>
    public static async Task<string?> AskAsync(IKubernetesClient client, CancellationToken cancellationToken) =>
        Refusal(await ListAsync<McpTenant>(client, cancellationToken), await ListAsync<McpTenantTombstone>(client, cancellationToken));

    private static async Task<IReadOnlyCollection<T>> ListAsync<T>(IKubernetesClient client, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<k8s.Models.V1ObjectMeta>
    {
        try
        {
            return [.. await client.ListAsync<T>(ct: cancellationToken)];
        }
        catch (k8s.Autorest.HttpOperationException e) when (e.IsNotFound())
        {
            return [];
        }
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Names(IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? "none" : string.Join(", ", all.Take(MostNames)) + (all.Count > MostNames ? $" and {all.Count - MostNames} more" : "");
    }
}
