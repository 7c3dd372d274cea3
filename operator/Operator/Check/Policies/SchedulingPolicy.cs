using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>A tenant may choose among worker nodes, never the control plane, one particular node or every taint at once.</summary>
internal static class SchedulingPolicy
{
    private static readonly string[] ReservedPrefixes = ["node-role.kubernetes.io/", "node-restriction.kubernetes.io/", "mcptenants.dev/"];

    internal static IEnumerable<Violation> Check(TenantCheckInput input) => Tolerations(input).Concat(NodeSelector(input));

    private static IEnumerable<Violation> Tolerations(TenantCheckInput input)
    {
        foreach (var (toleration, index) in (input.Tenant.Spec.Isolation?.Tolerations ?? []).Select((toleration, index) => (toleration, index)))
        {
            var field = $"spec.isolation.tolerations[{index}]";
            if (toleration.Key.Length == 0)
                yield return Violation.Of(Reasons.InvalidScheduling, field + ".key", "a toleration without key tolerates every taint", "name the key");
            else if (IsReserved(toleration.Key))
                yield return Violation.Of(Reasons.InvalidScheduling, field + ".key", $"'{Names.Shown(toleration.Key)}' is reserved for the platform", "remove the toleration");
            else if (toleration is { Operator: TolerationOperator.Exists, Value.Length: > 0 })
                yield return Violation.Of(Reasons.InvalidScheduling, field + ".value", "operator Exists compares no value", "remove the value or use operator Equal");
            else if (toleration is { TolerationSeconds: not null, Effect: not TaintEffect.NoExecute })
                yield return Violation.Of(Reasons.InvalidScheduling, field + ".tolerationSeconds", "it only means something with effect NoExecute", "set effect: NoExecute or remove the field");
        }
    }

    private static IEnumerable<Violation> NodeSelector(TenantCheckInput input)
    {
        foreach (var key in input.Tenant.Spec.Isolation?.NodeSelector?.Keys ?? [])
        {
            var allowed = input.Platform.AllowedNodeLabels;
            if (!Names.IsQualifiedName(key))
                yield return Violation.Of(Reasons.InvalidScheduling, "spec.isolation.nodeSelector", $"'{Names.Shown(key)}' is not a label key", "write an optional prefix, '/' and a name");
            else if (IsReserved(key) || key == "kubernetes.io/hostname" || (allowed.Count > 0 && !allowed.Contains(key)))
                yield return Violation.Of(Reasons.InvalidScheduling, "spec.isolation.nodeSelector", $"tenants may not select nodes by '{key}'", allowed.Count > 0 ? $"use {string.Join(", ", allowed)}" : "use another label");
        }
    }

    private static bool IsReserved(string key) => ReservedPrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));
}
