using McpTenants.Gateway.Forwarding;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>What became of a request at the tenant's door.</summary>
internal enum AdmissionOutcome
{
    /// <summary>Forward it; whoever was admitted must leave again.</summary>
    Admitted,

    /// <summary>The queue of this tenant or of the replica is full.</summary>
    QueueFull,

    /// <summary>The wake failed; see the failure class.</summary>
    WakeFailed,

    /// <summary>The request's own deadline passed while it was held.</summary>
    TimedOut,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="Channel">Connections to the pod, when admitted.</param>
/// <param name="Wake">Times of the wake it waited for; null on a warm call.</param>
/// <param name="Failure">The class of a failed wake.</param>
/// <param name="RetryAfter">When a failed wake may be tried again.</param>
internal readonly record struct Admission(
    AdmissionOutcome Outcome,
    InstanceChannel? Channel = null,
    WakeClock? Wake = null,
    WakeFailure Failure = WakeFailure.None,
    TimeSpan RetryAfter = default);
