using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>What the instance is guaranteed and what it may use at most.</summary>
public sealed record ResourcesSpec
{
    /// <summary>Guaranteed amounts. Default: from the tier.</summary>
    [JsonPropertyName("requests")]
    public ResourceAmounts? Requests { get; set; }

    /// <summary>Upper bounds. Default: from the tier.</summary>
    [JsonPropertyName("limits")]
    public ResourceAmounts? Limits { get; set; }
}

/// <summary>Amounts of compute resources.</summary>
public sealed record ResourceAmounts
{
    /// <summary>CPU, such as 500m or 2.</summary>
    [JsonPropertyName("cpu")]
    [IntOrString]
    [JsonConverter(typeof(NumberOrStringConverter))]
    public string? Cpu { get; set; }

    /// <summary>Memory, such as 256Mi.</summary>
    [JsonPropertyName("memory")]
    [IntOrString]
    [JsonConverter(typeof(NumberOrStringConverter))]
    public string? Memory { get; set; }

    /// <summary>Scratch space on the node, such as 1Gi.</summary>
    [JsonPropertyName("ephemeral-storage")]
    [IntOrString]
    [JsonConverter(typeof(NumberOrStringConverter))]
    public string? EphemeralStorage { get; set; }
}
