using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>A taint the instance tolerates.</summary>
public sealed record TolerationSpec
{
    /// <summary>Key of the taint.</summary>
    [JsonPropertyName("key")]
    [Required]
    [Pattern(NamePatterns.QualifiedName)]
    [Length(1, 316)]
    public string Key { get; set; } = string.Empty;

    /// <summary>Whether the value has to be equal or the key only has to exist. Default: Equal.</summary>
    [JsonPropertyName("operator")]
    [Default(TolerationOperator.Equal)]
    public TolerationOperator? Operator { get; set; }

    /// <summary>Value of the taint for operator Equal.</summary>
    [JsonPropertyName("value")]
    [Length(0, 63)]
    [Pattern("^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$")]
    public string? Value { get; set; }

    /// <summary>Effect of the taint; left out: all effects.</summary>
    [JsonPropertyName("effect")]
    public TaintEffect? Effect { get; set; }

    /// <summary>Seconds to stay on a node after a NoExecute taint appears; left out: for ever.</summary>
    [JsonPropertyName("tolerationSeconds")]
    [RangeMinimum(0)]
    [RangeMaximum(86400)]
    public long? TolerationSeconds { get; set; }
}

/// <summary>How a toleration is compared with a taint.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TolerationOperator>))]
public enum TolerationOperator
{
    /// <summary>Key and value are equal.</summary>
    Equal,

    /// <summary>The key exists.</summary>
    Exists,
}

/// <summary>Effect of a taint.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaintEffect>))]
public enum TaintEffect
{
    /// <summary>No new pods.</summary>
    NoSchedule,

    /// <summary>No new pods if avoidable.</summary>
    PreferNoSchedule,

    /// <summary>Running pods leave.</summary>
    NoExecute,
}
