using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>The record of a deleted tenant: what is kept of it until when, how it was erased, and the proof. Named by the tenant's UID; made by the operator.</summary>
[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion, PluralName = KubePluralName)]
[KubernetesEntityShortNames("mcpts")]
[EntityScope(EntityScope.Cluster)]
[EntityName(null, 63)]
[GenericAdditionalPrinterColumn(".spec.tenant", "Tenant", "string", Description = "Name that the tenant had.")]
[GenericAdditionalPrinterColumn(".status.phase", "Phase", "string", Description = "Where the removal stands.")]
[GenericAdditionalPrinterColumn(".spec.deletedAt", "Deleted", "date", Description = "When the tenant was deleted.")]
[GenericAdditionalPrinterColumn(".spec.purgeAfter", "Purge after", "string", Description = "Until then the tenant can be restored.")]
[GenericAdditionalPrinterColumn(".spec.legalHold", "Hold", "boolean", Description = "Whether erasure is forbidden.")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Erased\")].reason", "Reason", "string", Description = "Why it is not erased yet.")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Erased\")].message", "Message", "string", Priority = 1, Description = "The same in words.")]
public sealed record McpTenantTombstone : IKubernetesObject<V1ObjectMeta>, ISpec<McpTenantTombstoneSpec>, IStatus<McpTenantTombstoneStatus?>
{
    /// <summary>Version within the API group.</summary>
    public const string KubeApiVersion = McpTenantNames.Version;

    /// <summary>Kind.</summary>
    public const string KubeKind = "McpTenantTombstone";

    /// <summary>API group.</summary>
    public const string KubeGroup = McpTenantNames.Group;

    /// <summary>Resource name in URLs.</summary>
    public const string KubePluralName = "mcptenanttombstones";

    /// <summary>API group and version of this object.</summary>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = McpTenantNames.ApiVersion;

    /// <summary>Kind of this object.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KubeKind;

    /// <summary>Standard object metadata; the name is the tenant's UID.</summary>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What was deleted, and what is decided about it. Deadlines stand here and not in the status, which backups drop.</summary>
    [JsonPropertyName("spec")]
    [Required]
    public McpTenantTombstoneSpec Spec { get; set; } = new();

    /// <summary>What the operator saw and did; written by the operator only.</summary>
    [JsonPropertyName("status")]
    public McpTenantTombstoneStatus? Status { get; set; }

    /// <summary>Nothing is kept any more: erased with a certificate, or given back to a restored tenant.</summary>
    [JsonIgnore]
    public bool IsClosed => Status?.Phase is TombstonePhase.Purged or TombstonePhase.Restored;
}
