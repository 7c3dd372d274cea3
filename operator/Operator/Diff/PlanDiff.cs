using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Diff;

/// <summary>Compares a plan with what exists.</summary>
internal static class PlanDiff
{
    // Data goes only when the tenant goes; a namespace takes everything with it.
    private static readonly string[] NeverPruned = ["Namespace", "PersistentVolumeClaim"];

    /// <summary>The changes, in the order of the plan; what is to be pruned comes last, so that replacing something leaves no gap.</summary>
    public static IReadOnlyList<Change> Of(TenantPlan plan, IReadOnlyDictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>> live) =>
    [
        .. plan.Objects.Select(planned => Of(planned, live.GetValueOrDefault(planned.Key))),
        .. live
            .Where(l => !plan.Contains(l.Key) && !NeverPruned.Contains(l.Key.Kind) && l.Value.Metadata.DeletionTimestamp is null)
            .OrderBy(l => l.Key.ToString(), StringComparer.Ordinal)
            .Select(l => new Change.Prune(l.Key, l.Value)),
    ];

    private static Change Of(PlannedObject planned, IKubernetesObject<V1ObjectMeta>? live) =>
        live is null ? new Change.Create(planned)
        : FieldComparison.FirstDifference(planned.Manifest, JsonNode.Parse(KubernetesJson.Serialize(live))!.AsObject(), planned.ExactField) is { } path
            ? new Change.Apply(planned, live, path)
            : new Change.Keep(planned);
}
