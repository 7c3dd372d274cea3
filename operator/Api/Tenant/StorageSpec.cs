using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>The volume with the tenant's data.</summary>
public sealed record StorageSpec
{
    internal const int DefaultDocumentVersions = 20;

    /// <summary>Size, such as 1Gi. Cannot shrink. Default: from the tier.</summary>
    [JsonPropertyName("size")]
    [IntOrString]
    [JsonConverter(typeof(NumberOrStringConverter))]
    public string? Size { get; set; }

    /// <summary>StorageClass; empty or left out: the cluster's default class. Immutable.</summary>
    [JsonPropertyName("storageClassName")]
    [Pattern("^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$")]
    [Length(0, 253)]
    public string? StorageClassName { get; set; }

    /// <summary>Versions of one document that are kept, the current one included; older ones are removed with the next change of the document.</summary>
    [JsonPropertyName("documentVersions")]
    [RangeMinimum(1)]
    [RangeMaximum(1000)]
    [Default(DefaultDocumentVersions)]
    public int? DocumentVersions { get; set; }
}
