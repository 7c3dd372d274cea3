using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>The server process of the tenant.</summary>
public sealed record InstanceSpec
{
    /// <summary>Container image, by digest where the platform asks for it. Default: the operator's instance image.</summary>
    [JsonPropertyName("image")]
    [Length(1, 512)]
    public string? Image { get; set; }

    /// <summary>Names of pull Secrets in the tenant's namespace.</summary>
    [JsonPropertyName("imagePullSecrets")]
    [Items(0, 8)]
    [ItemPattern(NamePatterns.ObjectName, 253)]
    public IReadOnlyList<string>? ImagePullSecrets { get; set; }

    /// <summary>CPU, memory and scratch space. Default: from the tier.</summary>
    [JsonPropertyName("resources")]
    public ResourcesSpec? Resources { get; set; }

    /// <summary>The volume with the tenant's data. Default: from the tier.</summary>
    [JsonPropertyName("storage")]
    public StorageSpec? Storage { get; set; }

    /// <summary>Environment variables; reserved names are refused, and secrets belong into spec.secrets.</summary>
    [JsonPropertyName("env")]
    [Items(0, 64)]
    [ListMap("name")]
    public IReadOnlyList<EnvironmentVariable>? Env { get; set; }

    /// <summary>Third-party MCP servers in the same pod; callers reach their tools through the instance only.</summary>
    [JsonPropertyName("servers")]
    [Items(0, 8)]
    [ListMap("name")]
    public IReadOnlyList<ServerSpec>? Servers { get; set; }
}

/// <summary>One environment variable of the instance.</summary>
public sealed record EnvironmentVariable
{
    /// <summary>Name; letters, digits and underscore.</summary>
    [JsonPropertyName("name")]
    [Required]
    [Pattern("^[A-Za-z_][A-Za-z0-9_]*$")]
    [Length(1, 128)]
    public string Name { get; set; } = string.Empty;

    /// <summary>Value; not a secret.</summary>
    [JsonPropertyName("value")]
    [Length(0, 4096)]
    public string? Value { get; set; }
}
