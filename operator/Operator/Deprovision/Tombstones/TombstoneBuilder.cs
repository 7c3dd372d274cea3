using System.Text.Json;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>Makes records of tenants that leave.</summary>
internal static class TombstoneBuilder
{
    /// <summary>The record of a tenant that is being deleted.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="platform">What the platform decides.</param>
    /// <param name="home">Its namespace; null when it has none.</param>
    /// <param name="deletedBy">Who deleted it; null when nobody saw.</param>
    public static McpTenantTombstone Of(McpTenant tenant, PlatformPolicy platform, V1Namespace? home, string? deletedBy)
    {
        var deletedAt = new DateTimeOffset(DateTime.SpecifyKind(tenant.Metadata.DeletionTimestamp!.Value, DateTimeKind.Utc));
        var retention = GoDuration.TryParse(tenant.Spec.Deletion?.Retention, out var wanted) ? wanted : TimeSpan.Zero;
        return New(tenant.Metadata.Uid!, tenant.Metadata.Name!, new McpTenantTombstoneSpec
        {
            NamespaceUid = home?.Metadata.Uid,
            Hosts = Effective.HostsOf(tenant, platform),
            Origin = TombstoneOrigin.Deleted,
            DeletedAt = deletedAt,
            DeletedBy = deletedBy,
            PurgeAfter = deletedAt + retention,
            Specification = JsonSerializer.SerializeToElement(tenant.Spec, ApiJsonContext.Default.McpTenantSpec),
        });
    }

    /// <summary>The record of a namespace whose tenant vanished: held until a person decides.</summary>
    public static McpTenantTombstone OfOrphan(V1Namespace home, DateTimeOffset now) =>
        New(home.GetLabel(McpTenantNames.TenantUidLabel)!, home.GetLabel(McpTenantNames.TenantLabel)!, new McpTenantTombstoneSpec
        {
            NamespaceUid = home.Metadata.Uid,
            Origin = TombstoneOrigin.Orphan,
            DeletedAt = now,
            LegalHold = true,
            LegalHoldReason = "orphan: the tenant vanished without being released by the operator",
        });

    /// <summary>The tenant as it was, for what is planned and exported from it.</summary>
    public static McpTenant TenantOf(McpTenantTombstone tombstone)
    {
        var spec = tombstone.Spec;
        var due = spec.PurgeAfter is { } after && after > spec.DeletedAt ? after : spec.DeletedAt;
        return new McpTenant
        {
            Metadata = new V1ObjectMeta { Name = spec.Tenant, Uid = spec.TenantUid, DeletionTimestamp = due.UtcDateTime },
            Spec = spec.Specification is { ValueKind: JsonValueKind.Object } json ? json.Deserialize(ApiJsonContext.Default.McpTenantSpec)! : new McpTenantSpec(),
        };
    }

    private static McpTenantTombstone New(string uid, string name, McpTenantTombstoneSpec spec) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = uid,
            Finalizers = [McpTenantNames.TombstoneFinalizer],

            // Not managed-by: what the tenant consisted of is found by that label, and this stays.
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [McpTenantNames.TenantLabel] = name },
        },
        Spec = spec with { Tenant = name, TenantUid = uid, Namespace = McpTenantNames.NamespaceOf(name) },
    };
}
