using McpTenants.Api;
using McpTenants.Operator.Vaults;

namespace McpTenants.Operator.Status;

/// <summary>
/// Whether a tenant is suspended because a secret was deleted in its vault. Only a good read ends it: an outage that comes later says nothing about the deletion.
/// </summary>
internal static class SecretSuspension
{
    /// <summary>Judges a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="report">What is known of its secrets; null for what its status says.</param>
    public static bool Applies(McpTenant tenant, VaultReport? report) =>
        EffectiveVault.Of(tenant.Spec.Secrets)?.OnDeleted == VaultDeletion.Suspend
        && (report is null ? IsOn(tenant) : report.Problem is { } problem && (problem.Reason == Reasons.SecretDeleted || IsOn(tenant)));

    private static bool IsOn(McpTenant tenant) =>
        tenant.Status?.Conditions?.Any(c => c is { Type: ConditionTypes.Suspended, Status: "True", Reason: Reasons.SecretDeleted }) == true;
}
