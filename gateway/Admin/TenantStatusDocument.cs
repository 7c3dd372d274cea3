using System.Text.Json.Serialization;
using McpTenants.Api;
using McpTenants.Gateway.Lifecycle;
using TenantPhase = McpTenants.Gateway.Lifecycle.TenantPhase;

namespace McpTenants.Gateway.Admin;

/// <summary>What the operator learns of one tenant at this replica.</summary>
internal sealed record TenantStatusDocument
{
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>Requests forwarded or held, and streams that forbid sleep.</summary>
    [JsonPropertyName("active")]
    public required int Active { get; init; }

    /// <summary>Since the last activity, or since this replica started.</summary>
    [JsonPropertyName("idleMilliseconds")]
    public required long IdleMilliseconds { get; init; }

    /// <summary>Null when this replica has served nothing for the tenant.</summary>
    [JsonPropertyName("lastActivity")]
    public required DateTimeOffset? LastActivity { get; init; }

    /// <summary>Why the last wake failed, when that lies with the tenant; null when it did not fail, or another wake has begun.</summary>
    [JsonPropertyName("failure")]
    public required StartFailure? Failure { get; init; }

    public static TenantStatusDocument Of(TenantReport report, int pins, DateTimeOffset now) => new()
    {
        // The operator's contract knows five states; a tenant whose wake failed is for its purposes one that nothing is known of.
        State = report.Phase == TenantPhase.Failed ? nameof(TenantPhase.Unknown) : report.Phase.ToString(),
        Active = report.Active + pins,
        IdleMilliseconds = (long)report.Idle.TotalMilliseconds,
        LastActivity = report.Seen ? now - report.Idle : null,
        Failure = report.Trouble is { Failure: not (WakeFailure.ApiUnavailable or WakeFailure.NotProvisioned) } trouble ? new StartFailure(trouble.Failure.ToString(), trouble.Detail) : null,
    };
}

/// <summary>The outcome of a command.</summary>
internal sealed record CommandResult([property: JsonPropertyName("result")] string Result);

[JsonSerializable(typeof(TenantStatusDocument))]
[JsonSerializable(typeof(CommandResult))]
internal sealed partial class AdminJson : JsonSerializerContext;
