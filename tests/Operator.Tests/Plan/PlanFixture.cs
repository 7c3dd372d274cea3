using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Plan;

namespace Operator.Tests.Plan;

/// <summary>A tenant, the platform and the plan that comes of them.</summary>
internal static class PlanFixture
{
    public const string Uid = "11111111-2222-3333-4444-555555555555";

    public static readonly PlatformPolicy Platform = new() { BaseDomain = "mcp.test", InstanceImage = "mcptenants.dev/mcp-instance:1" };

    static PlanFixture() => KubernetesJson.AddResolver(ApiJsonContext.Default);

    public static McpTenant Tenant(Action<McpTenantSpec>? change = null)
    {
        var tenant = new McpTenant
        {
            Metadata = new V1ObjectMeta { Name = "acme", Uid = Uid, Generation = 1, ResourceVersion = "7" },
            Spec = new McpTenantSpec
            {
                DisplayName = "Acme Health",
                Auth = new AuthSpec { Mode = AuthMode.ApiKey, ApiKeys = [new ApiKeySpec { Name = "ci", Sha256 = new string('a', 64) }] },
            },
        };
        change?.Invoke(tenant.Spec);
        return tenant;
    }

    public static TenantPlan Plan(McpTenant tenant, OperatorOptions? options = null, TenantKeys? keys = null) =>
        new TenantPlanner(options ?? new OperatorOptions()).Plan(Effective.Of(tenant, Platform), keys ?? TenantKeys.NotNeeded);

    public static PlannedObject Find(this TenantPlan plan, string kind, string name) => plan.Objects.Single(o => o.Key.Kind == kind && o.Key.Name == name);
}
