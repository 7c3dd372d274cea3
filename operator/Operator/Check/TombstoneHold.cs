using McpTenants.Api;

namespace McpTenants.Operator.Check;

/// <summary>A name and hosts that a deleted tenant still holds.</summary>
/// <param name="Tombstone">Name of its tombstone.</param>
/// <param name="Tenant">The name.</param>
/// <param name="Hosts">The hosts.</param>
/// <param name="Until">When they become free; null for a time that is not known.</param>
internal sealed record TombstoneHold(string Tombstone, string Tenant, IReadOnlyList<string> Hosts, DateTimeOffset? Until)
{
    /// <summary>What the tombstones hold against a tenant.</summary>
    public static IReadOnlyCollection<TombstoneHold> Of(IEnumerable<McpTenantTombstone> tombstones, McpTenant tenant) =>
    [
        .. from tombstone in tombstones
           let spec = tombstone.Spec
           where !tombstone.IsClosed && spec.TenantUid != tenant.Metadata.Uid && (spec.Restore is null || spec.Restore.TenantUid != tenant.Metadata.Uid)

           // Without retention the tenant's own object holds the name until all is gone.
           where spec.PurgeAfter != spec.DeletedAt
           select new TombstoneHold(tombstone.Metadata.Name!, spec.Tenant, spec.Hosts ?? [], spec.LegalHold == true ? null : spec.PurgeAfter),
    ];
}
