using System.Text.Json.Serialization;
using McpTenants.Api;

namespace McpTenants.Operator.Sleep;

/// <summary>What one gateway says of one tenant.</summary>
internal sealed record GatewayState
{
    /// <summary>Awake, Asleep, Waking, Draining or Unknown.</summary>
    public string State { get; init; } = "Unknown";

    /// <summary>Requests that it forwards or holds.</summary>
    public int Active { get; init; }

    /// <summary>Time since the last request ended, in milliseconds.</summary>
    public long IdleMilliseconds { get; init; }

    /// <summary>When that was; null when this gateway has seen none.</summary>
    public DateTimeOffset? LastActivity { get; init; }

    /// <summary>Why its last wake failed; null when it did not, or another one has begun.</summary>
    public StartFailure? Failure { get; init; }
}

/// <summary>Reads gateway answers without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GatewayState))]
internal sealed partial class GatewayStateJson : JsonSerializerContext;
