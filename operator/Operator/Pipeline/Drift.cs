using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Diff;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Pipeline;

/// <summary>Guardrails that somebody else changed or removed. What we change ourselves, by a new specification or a new version, carries another hash.</summary>
internal static class Drift
{
    // By then the caches know what was made, and something that is missing in them was there.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private static readonly string[] Guardrails = [V1NetworkPolicy.KubeKind, V1ResourceQuota.KubeKind, V1LimitRange.KubeKind];

    /// <summary>What was repaired, in words; nothing while the tenant or its specification is new, or its suspension.</summary>
    /// <param name="tenant">The tenant as it was.</param>
    /// <param name="suspended">Whether it is suspended now.</param>
    /// <param name="written">What was written.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<string> Of(McpTenant tenant, bool suspended, IReadOnlyList<Change> written, DateTimeOffset now) =>
        tenant.Status?.ObservedGeneration != tenant.Metadata.Generation || !HasSettled(tenant, now) || Holds(tenant, ConditionTypes.Suspended) != suspended
            ? []
            : [.. written.Where(c => Guardrails.Contains(c.Key.Kind)).Select(Describe).OfType<string>()];

    private static string? Describe(Change change) => change switch
    {
        Change.Create => $"{change.Key.Kind} {change.Key.Name} was deleted and is made again",
        Change.Apply apply when AppliedHash(apply.Live) == apply.Planned.Hash => $"{change.Key.Kind} {change.Key.Name} was changed at {apply.Path} and is put right",
        Change.Prune => $"{change.Key.Kind} {change.Key.Name} carried this operator's labels, is none of its objects, and was removed",
        _ => null,
    };

    private static bool HasSettled(McpTenant tenant, DateTimeOffset now) =>
        tenant.Status?.Conditions?.FirstOrDefault(c => c is { Type: ConditionTypes.NetworkIsolated, Status: "True" }) is { } isolated && now.UtcDateTime - isolated.LastTransitionTime >= Settled;

    private static bool Holds(McpTenant tenant, string condition) => tenant.Status?.Conditions?.Any(c => c.Type == condition && c.Status == "True") == true;

    private static string? AppliedHash(IKubernetesObject<V1ObjectMeta> live) => live.Metadata.Annotations?.TryGetValue(PlannedObject.HashAnnotation, out var hash) == true ? hash : null;
}
