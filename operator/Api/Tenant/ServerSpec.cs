using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>A third-party MCP server behind the instance. Not supported by this version.</summary>
public sealed record ServerSpec
{
    /// <summary>Prefix of its tools.</summary>
    [JsonPropertyName("name")]
    [Required]
    [Pattern(NamePatterns.Label)]
    [Length(1, 63)]
    public string Name { get; set; } = string.Empty;

    /// <summary>Container image.</summary>
    [JsonPropertyName("image")]
    [Pattern(NamePatterns.Image)]
    [Length(1, 512)]
    public string? Image { get; set; }

    /// <summary>Port it listens on.</summary>
    [JsonPropertyName("port")]
    [RangeMinimum(1)]
    [RangeMaximum(65535)]
    public int? Port { get; set; }

    /// <summary>Path of its MCP endpoint.</summary>
    [JsonPropertyName("path")]
    [Length(0, 256)]
    public string? Path { get; set; }

    /// <summary>Its environment variables.</summary>
    [JsonPropertyName("env")]
    [Items(0, 64)]
    [ListMap("name")]
    public IReadOnlyList<EnvironmentVariable>? Env { get; set; }

    /// <summary>Its resources.</summary>
    [JsonPropertyName("resources")]
    public ResourcesSpec? Resources { get; set; }
}
