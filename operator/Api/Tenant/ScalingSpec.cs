using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>When the instance sleeps.</summary>
public sealed record ScalingSpec
{
    /// <summary>Time without requests after which the instance is scaled to zero; at least 30s. Default: from the tier, else 5m.</summary>
    [JsonPropertyName("idleAfter")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? IdleAfter { get; set; }

    /// <summary>0: sleeps when idle. 1: never sleeps.</summary>
    [JsonPropertyName("minInstances")]
    [Default(0)]
    [RangeMinimum(0)]
    [RangeMaximum(1)]
    public int? MinInstances { get; set; }

    /// <summary>Whether an open stream (GET, subscriptions/listen) keeps an awake instance awake. Default: Passive, the gateway holds the client's side open while the instance sleeps.</summary>
    [JsonPropertyName("streams")]
    public StreamMode? Streams { get; set; }
}

/// <summary>What open but silent streams do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StreamMode>))]
public enum StreamMode
{
    /// <summary>The gateway keeps them open while the instance sleeps.</summary>
    Passive,

    /// <summary>They keep the instance awake.</summary>
    KeepAwake,
}
