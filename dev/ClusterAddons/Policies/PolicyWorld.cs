using k8s.Models;

namespace ClusterAddons.Policies;

/// <summary>Everything that decides which packets pass, at one moment.</summary>
internal sealed record PolicyWorld
{
    /// <summary>Pods whose address and labels are both known.</summary>
    public required IReadOnlyList<PodEndpoint> Pods { get; init; }

    /// <summary>Labels by namespace.</summary>
    public required IReadOnlyDictionary<string, IDictionary<string, string>> Namespaces { get; init; }

    public required IReadOnlyList<V1NetworkPolicy> Policies { get; init; }
}
