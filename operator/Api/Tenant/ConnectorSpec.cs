using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Tools made from an OpenAPI document. Not supported by this version.</summary>
[PreserveUnknownFields]
public sealed record ConnectorSpec
{
    /// <summary>Prefix of its tools.</summary>
    [JsonPropertyName("name")]
    [Required]
    [Pattern(NamePatterns.Label)]
    [Length(1, 63)]
    public string Name { get; set; } = string.Empty;
}
