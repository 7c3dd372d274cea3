using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>A third-party MCP server in the tenant's pod. Callers reach it through the instance only: same authorization, tool filter and limits. It shares the pod's network, and nothing else.</summary>
public sealed record ServerSpec
{
    /// <summary>Prefix of its tools, such as files in files_read. Unique among connectors and servers.</summary>
    [JsonPropertyName("name")]
    [Required]
    [Pattern(NamePatterns.Label)]
    [Length(1, 32)]
    public string Name { get; set; } = string.Empty;

    /// <summary>Container image; it has to run as any user with a read-only root, and writes below /tmp only.</summary>
    [JsonPropertyName("image")]
    [Required]
    [Pattern(NamePatterns.Image)]
    [Length(1, 512)]
    public string? Image { get; set; }

    /// <summary>Port on which it speaks MCP over Streamable HTTP, loopback is enough; 8080 to 8082 are the instance's.</summary>
    [JsonPropertyName("port")]
    [Required]
    [RangeMinimum(1)]
    [RangeMaximum(65535)]
    public int? Port { get; set; }

    /// <summary>Path of its MCP endpoint. Default: /mcp.</summary>
    [JsonPropertyName("path")]
    [Length(0, 256)]
    public string? Path { get; set; }

    /// <summary>Its environment variables; reserved names are refused.</summary>
    [JsonPropertyName("env")]
    [Items(0, 64)]
    [ListMap("name")]
    public IReadOnlyList<EnvironmentVariable>? Env { get; set; }

    /// <summary>Its resources. Default: 25m and 64Mi guaranteed, at most 250m and 128Mi.</summary>
    [JsonPropertyName("resources")]
    public ResourcesSpec? Resources { get; set; }
}
