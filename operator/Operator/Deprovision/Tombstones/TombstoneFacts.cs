using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Diff;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>What is left of a deleted tenant, read from the API server and no cache.</summary>
internal sealed record TombstoneFacts
{
    /// <summary>The record.</summary>
    public required McpTenantTombstone Tombstone { get; init; }

    /// <summary>Its ways in.</summary>
    public IReadOnlyList<V1Ingress> Routes { get; init; } = [];

    /// <summary>Its namespace; null when it is gone or never was the tenant's.</summary>
    public V1Namespace? Namespace { get; init; }

    /// <summary>UID of the tenant that the namespace of that name belongs to; null when there is no such namespace, or it is nobody's.</summary>
    public string? NamespaceOwner { get; init; }

    /// <summary>Replicas that its Deployment asks for.</summary>
    public int Replicas { get; init; }

    /// <summary>What separates the namespace from quarantine.</summary>
    public IReadOnlyList<Change> Quarantine { get; init; } = [];

    /// <summary>Names of its instance's pods that still exist.</summary>
    public IReadOnlyList<string> Pods { get; init; } = [];

    /// <summary>What came of the export in this pass; null before it was looked at. What a status says does not count: the archive is read again.</summary>
    public ExportResult? Export { get; init; }

    /// <summary>Persistent volumes that were claimed from its namespace.</summary>
    public IReadOnlyList<V1PersistentVolume> Volumes { get; init; } = [];

    /// <summary>The tenant that takes everything back still exists and is not being deleted.</summary>
    public bool ClaimantExists { get; init; }
}
