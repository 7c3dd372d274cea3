using k8s;
using k8s.Models;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Diff;

/// <summary>What has to happen to one object.</summary>
internal abstract record Change(ObjectKey Key)
{
    /// <summary>It is missing.</summary>
    internal sealed record Create(PlannedObject Planned) : Change(Planned.Key);

    /// <summary>It differs.</summary>
    /// <param name="Planned">What it shall be.</param>
    /// <param name="Live">What it is.</param>
    /// <param name="Path">JSON pointer of the first difference.</param>
    internal sealed record Apply(PlannedObject Planned, IKubernetesObject<V1ObjectMeta> Live, string Path) : Change(Planned.Key);

    /// <summary>It is as it should be.</summary>
    internal sealed record Keep(PlannedObject Planned) : Change(Planned.Key);

    /// <summary>It is ours and no longer wanted.</summary>
    internal sealed record Prune(ObjectKey Key, IKubernetesObject<V1ObjectMeta> Live) : Change(Key);
}
