using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>What all doors share.</summary>
internal sealed record DoorServices
{
    public required MonotonicClock Clock { get; init; }

    public required WakeTiming Timing { get; init; }

    public required WakeLimits Limits { get; init; }

    public required InstanceDialer Dialer { get; init; }

    public required ScaleRaiser RaiseScale { get; init; }

    public required PodSource Pods { get; init; }

    public required GatewayMetrics Metrics { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>Requests held over all tenants.</summary>
    public WaitingBudget Waiting { get; } = new();
}
