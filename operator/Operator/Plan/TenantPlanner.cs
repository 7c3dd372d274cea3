using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Jwks;

namespace McpTenants.Operator.Plan;

/// <summary>Puts the builders in order. Pure: the same tenant, options and keys always give the same plan.</summary>
internal sealed class TenantPlanner(OperatorOptions options)
{
    /// <summary>The plan of a tenant.</summary>
    public TenantPlan Plan(EffectiveTenant tenant, TenantKeys keys)
    {
        var input = Input(tenant, keys);
        return new TenantPlan(
        [
            NamespaceBuilder.Build(input),
            .. RoleBindingBuilder.Build(input),

            // Deny-all stands before anything else can: from here on whatever appears in the namespace is cut off.
            NetworkPolicyBuilder.DenyAll(input),
            ResourceQuotaBuilder.Build(input),
            LimitRangeBuilder.Build(input),
            .. ServiceAccountBuilder.Build(input),
            NetworkPolicyBuilder.AllowIngress(input),
            .. tenant.Suspended ? (PlannedObject[])[] : [NetworkPolicyBuilder.AllowEgress(input)],
            ConfigMapBuilder.Build(input),
            ClaimBuilder.Build(input),
            DeploymentBuilder.Build(input),
            ServiceBuilder.Build(input),
            .. IngressBuilder.Build(input),
        ]);
    }

    /// <summary>What the builders get.</summary>
    public PlanInput Input(EffectiveTenant tenant, TenantKeys keys) => new() { Tenant = tenant, Options = options, Keys = keys };
}
