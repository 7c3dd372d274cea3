using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Request limits. Defaults come from the tier.</summary>
public sealed record LimitsSpec
{
    /// <summary>Requests of the whole tenant per minute.</summary>
    [JsonPropertyName("requestsPerMinute")]
    [RangeMinimum(1)]
    [RangeMaximum(1000000)]
    public int? RequestsPerMinute { get; set; }

    /// <summary>Requests above the steady rate that are let through at once.</summary>
    [JsonPropertyName("burst")]
    [RangeMinimum(1)]
    [RangeMaximum(100000)]
    public int? Burst { get; set; }

    /// <summary>Requests of one caller per minute.</summary>
    [JsonPropertyName("perUserRequestsPerMinute")]
    [RangeMinimum(1)]
    [RangeMaximum(1000000)]
    public int? PerUserRequestsPerMinute { get; set; }

    /// <summary>Requests in flight at once.</summary>
    [JsonPropertyName("maxConcurrent")]
    [RangeMinimum(1)]
    [RangeMaximum(10000)]
    public int? MaxConcurrent { get; set; }

    /// <summary>Largest request body, such as 4Mi.</summary>
    [JsonPropertyName("maxRequestBytes")]
    [IntOrString]
    [JsonConverter(typeof(NumberOrStringConverter))]
    public string? MaxRequestBytes { get; set; }

    /// <summary>Largest response body, such as 8Mi.</summary>
    [JsonPropertyName("maxResponseBytes")]
    [IntOrString]
    [JsonConverter(typeof(NumberOrStringConverter))]
    public string? MaxResponseBytes { get; set; }

    /// <summary>Time after which a tool call is cancelled.</summary>
    [JsonPropertyName("toolTimeout")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? ToolTimeout { get; set; }

    /// <summary>Tool calls per calendar month (UTC).</summary>
    [JsonPropertyName("monthlyToolCalls")]
    [RangeMinimum(1)]
    [RangeMaximum(1000000000)]
    public long? MonthlyToolCalls { get; set; }
}
