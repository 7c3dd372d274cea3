using k8s.Models;

namespace McpTenants.Operator.Deprovision;

/// <summary>What is left of a tenant, read from the API server and no cache.</summary>
internal sealed record DeprovisionFacts
{
    /// <summary>Its ways in.</summary>
    public IReadOnlyList<V1Ingress> Routes { get; init; } = [];

    /// <summary>Its namespace; null when it is gone or never was ours.</summary>
    public V1Namespace? Namespace { get; init; }

    /// <summary>Replicas that its Deployment asks for.</summary>
    public int Replicas { get; init; }

    /// <summary>Names of its instance's pods that still exist.</summary>
    public IReadOnlyList<string> Pods { get; init; } = [];

    /// <summary>No export is wanted, or it is safe, or it was given up.</summary>
    public bool ExportSettled { get; init; }

    /// <summary>Persistent volumes that were claimed from its namespace.</summary>
    public IReadOnlyList<V1PersistentVolume> Volumes { get; init; } = [];

    /// <summary>What has to be done next.</summary>
    public DeprovisionStep Next =>
        Routes.Count > 0 ? DeprovisionStep.CutRoute
        : Namespace is null ? (Volumes.Count > 0 ? DeprovisionStep.WaitForVolumes : DeprovisionStep.Release)
        : Namespace.Metadata.DeletionTimestamp is not null ? DeprovisionStep.WaitForNamespace
        : Replicas > 0 ? DeprovisionStep.StopWorkload
        : Pods.Count > 0 ? DeprovisionStep.WaitForPods
        : !ExportSettled ? DeprovisionStep.Export
        : DeprovisionStep.DeleteNamespace;
}
