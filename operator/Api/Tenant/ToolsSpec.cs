using System.Text.Json;
using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Which tools the tenant offers; enforced when listing and again when calling.</summary>
public sealed record ToolsSpec
{
    /// <summary>Tool names, or a prefix followed by *. Default: all.</summary>
    [JsonPropertyName("allow")]
    [Items(0, 256)]
    [ItemPattern(NamePatterns.ToolPattern, 129)]
    public IReadOnlyList<string>? Allow { get; set; }

    /// <summary>Tool names, or a prefix followed by *; wins over allow.</summary>
    [JsonPropertyName("deny")]
    [Items(0, 256)]
    [ItemPattern(NamePatterns.ToolPattern, 129)]
    public IReadOnlyList<string>? Deny { get; set; }

    /// <summary>Whether tools annotated as destructive are offered.</summary>
    [JsonPropertyName("destructive")]
    [Default(DestructiveTools.Deny)]
    public DestructiveTools? Destructive { get; set; }

    /// <summary>Tool name to the description this tenant sees; the schema never changes.</summary>
    [JsonPropertyName("descriptions")]
    [Items(0, 256)]
    [ItemPattern(null, 4096)]
    public IReadOnlyDictionary<string, string>? Descriptions { get; set; }

    /// <summary>Tool name to argument name to the value used when a caller leaves it out.</summary>
    [JsonPropertyName("defaults")]
    [Items(0, 256)]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? Defaults { get; set; }

    /// <summary>Digest of the approved tool list. Not supported by this version: refused when set.</summary>
    [JsonPropertyName("pinnedCatalog")]
    [Length(0, 128)]
    public string? PinnedCatalog { get; set; }

    /// <summary>What happens when the tools differ from the pinned list. Not supported by this version: refused when set.</summary>
    [JsonPropertyName("onDrift")]
    public DriftReaction? OnDrift { get; set; }
}

/// <summary>Whether destructive tools are offered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DestructiveTools>))]
public enum DestructiveTools
{
    /// <summary>They are neither listed nor callable.</summary>
    Deny,

    /// <summary>They are offered.</summary>
    Allow,
}

/// <summary>What happens when the tools differ from the pinned list.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DriftReaction>))]
public enum DriftReaction
{
    /// <summary>A condition and an alert.</summary>
    Warn,

    /// <summary>Changed tools are not offered.</summary>
    Block,
}
