using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Where archives of deleted tenants go; owned by the platform.</summary>
[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion, PluralName = KubePluralName)]
[KubernetesEntityShortNames("mcpx")]
[EntityScope(EntityScope.Cluster)]
[EntityName(null, 253)]
[GenericAdditionalPrinterColumn(".spec.type", "Type", "string", Description = "Kind of storage.")]
[GenericAdditionalPrinterColumn(".spec.persistentVolumeClaim.claimName", "Claim", "string", Description = "Claim in the operator's namespace.")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date", Description = "Time since the target was created.")]
public sealed record McpExportTarget : IKubernetesObject<V1ObjectMeta>, ISpec<McpExportTargetSpec>
{
    /// <summary>Version within the API group.</summary>
    public const string KubeApiVersion = McpTenantNames.Version;

    /// <summary>Kind.</summary>
    public const string KubeKind = "McpExportTarget";

    /// <summary>API group.</summary>
    public const string KubeGroup = McpTenantNames.Group;

    /// <summary>Resource name in URLs.</summary>
    public const string KubePluralName = "mcpexporttargets";

    /// <summary>API group and version of this object.</summary>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = McpTenantNames.ApiVersion;

    /// <summary>Kind of this object.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KubeKind;

    /// <summary>Standard object metadata.</summary>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The storage.</summary>
    [JsonPropertyName("spec")]
    [Required]
    public McpExportTargetSpec Spec { get; set; } = new();
}

/// <summary>The storage that receives archives.</summary>
public sealed record McpExportTargetSpec
{
    /// <summary>Kind of storage.</summary>
    [JsonPropertyName("type")]
    [Required]
    public ExportTargetType Type { get; set; }

    /// <summary>Type PersistentVolumeClaim: the claim.</summary>
    [JsonPropertyName("persistentVolumeClaim")]
    [Required]
    public ClaimTarget PersistentVolumeClaim { get; set; } = new();
}

/// <summary>A claim in the operator's namespace that is mounted in the operator.</summary>
public sealed record ClaimTarget
{
    /// <summary>Name of the claim.</summary>
    [JsonPropertyName("claimName")]
    [Required]
    [Pattern(NamePatterns.ObjectName)]
    [Length(1, 253)]
    public string ClaimName { get; set; } = string.Empty;
}

/// <summary>Kind of storage.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExportTargetType>))]
public enum ExportTargetType
{
    /// <summary>A volume in the cluster.</summary>
    PersistentVolumeClaim,
}
