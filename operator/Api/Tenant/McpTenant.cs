using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>One customer's isolated MCP server: applying it makes the server, deleting it exports the customer's data and erases everything.</summary>
[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion, PluralName = KubePluralName)]
[KubernetesEntityShortNames("mcpt")]
[EntityScope(EntityScope.Cluster)]
[EntityName("^[^.]*$", 50)]
[GenericAdditionalPrinterColumn(".status.phase", "Phase", "string", Description = "Where the tenant is in its life.")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].status", "Ready", "string", Description = "Whether the tenant's URL answers; True while asleep by policy.")]
[GenericAdditionalPrinterColumn(".status.url", "URL", "string", Description = "Where MCP clients connect.")]
[GenericAdditionalPrinterColumn(".spec.tier", "Tier", "string", Description = "Preset of limits, resources and quota.")]
[GenericAdditionalPrinterColumn(".status.lastActivityTime", "Last active", "date", Description = "Last request of a client.")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date", Description = "Time since the tenant was created.")]
[GenericAdditionalPrinterColumn(".spec.isolation.class", "Isolation", "string", Priority = 1, Description = "Isolation class.")]
[GenericAdditionalPrinterColumn(".status.namespace", "Namespace", "string", Priority = 1, Description = "The tenant's namespace.")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].message", "Message", "string", Priority = 1, Description = "Why the tenant is not ready.")]
public sealed record McpTenant : IKubernetesObject<V1ObjectMeta>, ISpec<McpTenantSpec>, IStatus<McpTenantStatus?>
{
    /// <summary>Version within the API group.</summary>
    public const string KubeApiVersion = McpTenantNames.Version;

    /// <summary>Kind.</summary>
    public const string KubeKind = "McpTenant";

    /// <summary>API group.</summary>
    public const string KubeGroup = McpTenantNames.Group;

    /// <summary>Resource name in URLs.</summary>
    public const string KubePluralName = "mcptenants";

    /// <summary>API group and version of this object.</summary>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = McpTenantNames.ApiVersion;

    /// <summary>Kind of this object.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KubeKind;

    /// <summary>Standard object metadata; the name is a DNS label of at most 50 characters.</summary>
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the tenant should be.</summary>
    [JsonPropertyName("spec")]
    [Required]
    public McpTenantSpec Spec { get; set; } = new();

    /// <summary>What the operator saw and did; written by the operator only.</summary>
    [JsonPropertyName("status")]
    public McpTenantStatus? Status { get; set; }
}
