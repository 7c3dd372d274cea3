using McpTenants.Api;

namespace McpTenants.Operator.Check.Bindings;

/// <summary>Whether a binding lists a tenant.</summary>
internal static class BindingMatch
{
    /// <summary>True when the binding names the tenant, or its selector matches the tenant's labels.</summary>
    public static bool Lists(McpVaultBindingSpec binding, McpTenant tenant)
    {
        if (binding.Tenants?.Contains(tenant.Metadata.Name!, StringComparer.Ordinal) == true)
            return true;
        var labels = tenant.Metadata.Labels;

        // An empty selector matches nobody: a slip of the pen must not open a vault to every tenant.
        return binding.TenantSelector is { MatchLabels: { Count: > 0 } wanted } && labels is not null && wanted.All(l => labels.TryGetValue(l.Key, out var value) && value == l.Value);
    }
}
