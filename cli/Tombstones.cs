using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Cli;

/// <summary>Finds the record of a deleted tenant by what people know of it.</summary>
internal static class Tombstones
{
    /// <summary>The tombstone with that UID, or the latest of a tenant of that name; null when there is none.</summary>
    public static async Task<McpTenantTombstone?> FindAsync(IKubernetesClient client, string nameOrUid, CancellationToken cancellation) =>
        (await client.ListAsync<McpTenantTombstone>(ct: cancellation))
            .Where(t => t.Metadata.Name == nameOrUid || t.Spec.Tenant == nameOrUid)
            .OrderByDescending(t => t.Metadata.Name == nameOrUid)
            .ThenByDescending(t => t.Spec.DeletedAt)
            .FirstOrDefault();
}
