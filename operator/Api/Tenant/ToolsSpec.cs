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

    /// <summary>Digest of the approved tool list as sha256: and 64 hexadecimal digits; the instance reports the digest of what it offers.</summary>
    [JsonPropertyName("pinnedCatalog")]
    [Length(0, 128)]
    public string? PinnedCatalog { get; set; }

    /// <summary>What happens when the tools differ from the pinned list.</summary>
    [JsonPropertyName("onDrift")]
    [Default(DriftReaction.Warn)]
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

    /// <summary>They are offered, and a person has to confirm each call; clients that cannot ask a person are refused.</summary>
    Confirm,
}

/// <summary>What happens when the tools differ from the pinned list.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DriftReaction>))]
public enum DriftReaction
{
    /// <summary>Everything is offered; log, metric and status of the instance name the difference.</summary>
    Warn,

    /// <summary>New and changed tools are not offered; without a record of the approved list, no tool is.</summary>
    Block,
}
