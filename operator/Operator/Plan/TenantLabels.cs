using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>Metadata that every object of a tenant carries; caches select by it and deletion trusts nothing else.</summary>
internal static class TenantLabels
{
    /// <summary>Metadata of an object in the tenant's namespace.</summary>
    public static V1ObjectMeta Metadata(PlanInput input, string name) => new()
    {
        Name = name,
        NamespaceProperty = input.Namespace,
        Labels = Of(input),
    };

    /// <summary>The labels.</summary>
    public static Dictionary<string, string> Of(PlanInput input) => new(StringComparer.Ordinal)
    {
        [McpTenantNames.ManagedByLabel] = McpTenantNames.ManagedBy,
        [McpTenantNames.AppNameLabel] = McpTenantNames.Instance,
        [McpTenantNames.TenantLabel] = input.Tenant.Name,
        [McpTenantNames.TenantUidLabel] = input.Tenant.Uid,
    };
}
