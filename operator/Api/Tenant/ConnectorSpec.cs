using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Tools made from the OpenAPI document of a service. The instance calls the service with its own credential; the caller's token never leaves.</summary>
public sealed record ConnectorSpec
{
    /// <summary>Prefix of its tools, such as crm in crm_getCustomer. Unique among connectors and instance.servers.</summary>
    [JsonPropertyName("name")]
    [Required]
    [Pattern(NamePatterns.Label)]
    [Length(1, 32)]
    public string Name { get; set; } = string.Empty;

    /// <summary>OpenAPI 3.0 or 3.1 document in a ConfigMap of the tenant's namespace. Exactly one of openApi and inline.</summary>
    [JsonPropertyName("openApi")]
    public ConfigMapKeySpec? OpenApi { get; set; }

    /// <summary>OpenAPI 3.0 or 3.1 document as text, JSON or YAML; all inline documents of a tenant together at most 256 KiB. Exactly one of openApi and inline.</summary>
    [JsonPropertyName("inline")]
    [Length(1, 262144)]
    public string? Inline { get; set; }

    /// <summary>https URL that all paths of the document are appended to. The servers that the document names are ignored.</summary>
    [JsonPropertyName("baseUrl")]
    [Required]
    [Length(1, 1024)]
    public string BaseUrl { get; set; } = string.Empty;

    /// <summary>Which operations become tools. Default: all.</summary>
    [JsonPropertyName("operations")]
    public OperationSelectionSpec? Operations { get; set; }

    /// <summary>How the instance identifies itself to the service. Default: not at all.</summary>
    [JsonPropertyName("credential")]
    public ConnectorCredentialSpec? Credential { get; set; }

    /// <summary>Longest call including retries. Default: 30s; limits.toolTimeout ends it earlier.</summary>
    [JsonPropertyName("timeout")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? Timeout { get; set; }

    /// <summary>Largest answer of the service in bytes, a quantity such as 1Mi. Default: 1Mi.</summary>
    [JsonPropertyName("maxResponseBytes")]
    [IntOrString]
    [JsonConverter(typeof(NumberOrStringConverter))]
    public string? MaxResponseBytes { get; set; }

    /// <summary>PEM certificates that the service's certificate has to chain to, instead of the well-known authorities.</summary>
    [JsonPropertyName("caBundle")]
    [Length(1, 65536)]
    public string? CaBundle { get; set; }
}

/// <summary>A key of a ConfigMap in the tenant's namespace.</summary>
public sealed record ConfigMapKeySpec
{
    /// <summary>Name of the ConfigMap.</summary>
    [JsonPropertyName("configMapName")]
    [Required]
    [Pattern(NamePatterns.ObjectName)]
    [Length(1, 253)]
    public string ConfigMapName { get; set; } = string.Empty;

    /// <summary>Key in it.</summary>
    [JsonPropertyName("key")]
    [Required]
    [Pattern("^[-._a-zA-Z0-9]+$")]
    [Length(1, 253)]
    public string Key { get; set; } = string.Empty;
}

/// <summary>Which operations become tools. An entry is an operationId, a tag or "METHOD /path", each optionally ending in *.</summary>
public sealed record OperationSelectionSpec
{
    /// <summary>Operations that become tools. Default: all.</summary>
    [JsonPropertyName("include")]
    [Items(0, 512)]
    [ItemPattern(NamePatterns.Line, 512)]
    public IReadOnlyList<string>? Include { get; set; }

    /// <summary>Operations that do not; wins over include.</summary>
    [JsonPropertyName("exclude")]
    [Items(0, 512)]
    [ItemPattern(NamePatterns.Line, 512)]
    public IReadOnlyList<string>? Exclude { get; set; }
}
