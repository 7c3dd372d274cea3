using System.Threading.RateLimiting;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>A tenant's phase or pod changed. Called under the lock of its door: must return at once and not come back to the door.</summary>
internal delegate void PresenceChanged(string tenantUid, TenantPhase phase, InstancePod? pod);

/// <summary>What all doors share.</summary>
internal sealed record DoorServices
{
    public required MonotonicClock Clock { get; init; }

    public required WakeTiming Timing { get; init; }

    public required WakeLimits Limits { get; init; }

    public required InstanceDialer Dialer { get; init; }

    public required ScaleRaiser RaiseScale { get; init; }

    public required ScaleReader ReadScale { get; init; }

    public required PodSource Pods { get; init; }

    public required WorkloadLook LookAtWorkload { get; init; }

    /// <summary>Bounds the wakes under way over all tenants; waits in line, oldest first. A tenant stands in it once, however many requests it holds.</summary>
    public required RateLimiter Wakes { get; init; }

    public required GatewayMetrics Metrics { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>Told of every change, for those who follow a tenant without being its callers.</summary>
    public PresenceChanged Presence { get; init; } = static (_, _, _) => { };

    /// <summary>Requests held over all tenants.</summary>
    public WaitingBudget Waiting { get; } = new();
}
