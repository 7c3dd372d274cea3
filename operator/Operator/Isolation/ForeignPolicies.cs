using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Isolation;

/// <summary>Network policies in a tenant's namespace that are not ours. Policies only ever add up, so one that allows something opens what ours close.</summary>
internal static class ForeignPolicies
{
    /// <summary>Names of those that open something, in order.</summary>
    /// <param name="policies">All policies of the namespace.</param>
    /// <param name="uid">The tenant.</param>
    public static IReadOnlyList<string> Opening(IEnumerable<V1NetworkPolicy> policies, string uid) =>
        [.. policies.Where(p => p.Metadata.DeletionTimestamp is null && !IsOurs(p, uid) && Opens(p.Spec)).Select(p => p.Metadata.Name!).Order(StringComparer.Ordinal)];

    private static bool IsOurs(V1NetworkPolicy policy, string uid) =>
        policy.GetLabel(McpTenantNames.ManagedByLabel) == McpTenantNames.ManagedBy && policy.GetLabel(McpTenantNames.TenantUidLabel) == uid;

    // Rules of a direction that is not among the types count for nothing.
    private static bool Opens(V1NetworkPolicySpec? spec) =>
        (spec?.Ingress is { Count: > 0 } && Concerns(spec, "Ingress")) || (spec?.Egress is { Count: > 0 } && Concerns(spec, "Egress"));

    private static bool Concerns(V1NetworkPolicySpec spec, string direction) => spec.PolicyTypes is not { Count: > 0 } types || types.Contains(direction);
}
