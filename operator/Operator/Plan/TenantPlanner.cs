using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Jwks;

namespace McpTenants.Operator.Plan;

/// <summary>Puts the builders in order. Pure: the same tenant, options and keys always give the same plan.</summary>
internal sealed class TenantPlanner(OperatorOptions options)
{
    /// <summary>The plan of a tenant.</summary>
    public TenantPlan Plan(EffectiveTenant tenant, TenantKeys keys) => Plan(Input(tenant, keys));

    /// <summary>The plan of what the builders get.</summary>
    public static TenantPlan Plan(PlanInput input)
    {
        var certificate = TlsSecretBuilder.Build(input);
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
            .. input.Tenant.Suspended ? (PlannedObject[])[] : [NetworkPolicyBuilder.AllowEgress(input)],
            .. certificate is null ? (PlannedObject[])[] : [certificate],
            ConfigMapBuilder.Build(input),
            ClaimBuilder.Build(input),
            DeploymentBuilder.Build(input),
            ServiceBuilder.Build(input),
            .. IngressBuilder.Build(input),
        ]);
    }

    /// <summary>The tenant's network policies.</summary>
    public static IEnumerable<PlannedObject> Policies(PlanInput input) =>
    [
        NetworkPolicyBuilder.DenyAll(input), NetworkPolicyBuilder.AllowIngress(input), .. input.Tenant.Suspended ? (PlannedObject[])[] : [NetworkPolicyBuilder.AllowEgress(input)],
    ];

    /// <summary>What the builders get.</summary>
    public PlanInput Input(EffectiveTenant tenant, TenantKeys keys) => new() { Tenant = tenant, Options = options, Keys = keys };
}
