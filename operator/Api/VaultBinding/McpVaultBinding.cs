using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>Which tenants may read which Azure Key Vault, and as whom; owned by the platform. A tenant's spec can only name a binding that lists it.</summary>
[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion, PluralName = KubePluralName)]
[KubernetesEntityShortNames("mcpv")]
[EntityScope(EntityScope.Cluster)]
[EntityName(null, 253)]
[GenericAdditionalPrinterColumn(".spec.vaultUrl", "Vault", "string", Description = "URL of the vault.")]
[GenericAdditionalPrinterColumn(".spec.cloud", "Cloud", "string", Description = "Cloud that the vault is in.")]
[GenericAdditionalPrinterColumn(".spec.identity.type", "Identity", "string", Description = "How the operator proves who it is.")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date", Description = "Time since the binding was created.")]
public sealed record McpVaultBinding : IKubernetesObject<V1ObjectMeta>, ISpec<McpVaultBindingSpec>
{
    /// <summary>Version within the API group.</summary>
    public const string KubeApiVersion = McpTenantNames.Version;

    /// <summary>Kind.</summary>
    public const string KubeKind = "McpVaultBinding";

    /// <summary>API group.</summary>
    public const string KubeGroup = McpTenantNames.Group;

    /// <summary>Resource name in URLs.</summary>
    public const string KubePluralName = "mcpvaultbindings";

    /// <summary>API group and version of this object.</summary>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = McpTenantNames.ApiVersion;

    /// <summary>Kind of this object.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KubeKind;

    /// <summary>Standard object metadata.</summary>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The vault, its tenants and the identity.</summary>
    [JsonPropertyName("spec")]
    [Required]
    public McpVaultBindingSpec Spec { get; set; } = new();
}
