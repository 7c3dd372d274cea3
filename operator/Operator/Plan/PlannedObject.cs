using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace McpTenants.Operator.Plan;

/// <summary>One object of the plan, with what the later steps need to know about it.</summary>
internal abstract record PlannedObject
{
    /// <summary>Annotation with the hash of what we sent last; it tells of fields that we no longer send.</summary>
    public const string HashAnnotation = Api.McpTenantNames.Group + "/applied";

    /// <summary>When it is written.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Which object it is.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>What is sent, as JSON.</summary>
    public required JsonObject Manifest { get; init; }

    /// <summary>Top-level field in which nothing but ours may stand; null for none.</summary>
    public string? ExactField { get; init; }

    /// <summary>Top-level field that the API server lets nobody change: a difference there means delete and create. Null for none.</summary>
    public string? ImmutableField { get; init; }

    /// <summary>The object must be created by us: one that is already there is somebody else's and stays as it is.</summary>
    public bool NeverAdopt { get; init; }

    /// <summary>Hash of the manifest.</summary>
    public string Hash => Manifest["metadata"]?["annotations"]?[HashAnnotation]?.GetValue<string>() ?? "";

    /// <summary>Creates the object if it does not exist.</summary>
    public abstract Task CreateAsync(IKubernetesClient client, CancellationToken cancellationToken);

    /// <summary>Applies the object onto the live one with this UID.</summary>
    public abstract Task ApplyAsync(IKubernetesClient client, IKubernetesObject<V1ObjectMeta> live, CancellationToken cancellationToken);

    /// <summary>Replaces the exact field as a whole, since server-side apply leaves the fields of other managers in place.</summary>
    public abstract Task ReplaceExactFieldAsync(IKubernetesClient client, IKubernetesObject<V1ObjectMeta> live, CancellationToken cancellationToken);

    /// <summary>Deletes the live object with this UID, and no other.</summary>
    public abstract Task DeleteAsync(IKubernetesClient client, IKubernetesObject<V1ObjectMeta> live, CancellationToken cancellationToken);
}
