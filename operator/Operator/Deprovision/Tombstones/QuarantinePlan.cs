using McpTenants.Api;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>
/// What a tenant in quarantine consists of besides its data: nobody may speak to anybody, and nobody but the operator may do anything. Whatever else of
/// ours was there (the open network, the gateway's right to wake) is pruned.
/// </summary>
internal static class QuarantinePlan
{
    /// <summary>The plan.</summary>
    /// <param name="input">The tenant as it was.</param>
    /// <param name="forExport">The archive is about to be fetched.</param>
    public static TenantPlan Of(PlanInput input, bool forExport) => new(
    [
        .. RoleBindingBuilder.Build(input).Where(b => b.Key.Name == McpTenantNames.OperatorBinding),
        NetworkPolicyBuilder.DenyAll(input),
        .. forExport ? [NetworkPolicyBuilder.AllowExport(input)] : (PlannedObject[])[],
    ]);
}
