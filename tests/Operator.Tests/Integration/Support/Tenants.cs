using k8s;
using k8s.Models;
using McpTenants.Api;

namespace Operator.Tests.Integration.Support;

/// <summary>Tenants for the tests on a real API server.</summary>
internal static class Tenants
{
    /// <summary>A valid tenant.</summary>
    public static McpTenant New(string name, Action<McpTenantSpec>? change = null)
    {
        var tenant = new McpTenant
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new McpTenantSpec
            {
                DisplayName = "Acme Health",
                Auth = new AuthSpec { Mode = AuthMode.ApiKey, ApiKeys = [new ApiKeySpec { Name = "ci", Sha256 = new string('a', 64) }] },
            },
        };
        change?.Invoke(tenant.Spec);
        return tenant;
    }

    public static V1Condition? ConditionOf(this McpTenant tenant, string type) => tenant.Status?.Conditions?.FirstOrDefault(c => c.Type == type);

    public static string Describe(McpTenant? tenant) =>
        tenant is null ? "not there" : $"{tenant.Metadata.DeletionTimestamp} {KubernetesJson.Serialize(tenant.Status ?? new McpTenantStatus())}";
}
