namespace McpTenants.Gateway.Lifecycle;

/// <summary>The whole knowledge of one replica about one tenant; immutable, replaced under the owner's lock. Times are monotonic.</summary>
internal sealed record TenantState
{
    public static readonly TenantState Initial = new();

    public TenantPhase Phase { get; init; }

    /// <summary>Counts wakes; an event of an older wake is ignored.</summary>
    public long Attempt { get; init; }

    /// <summary>Requests between admission and their last response byte.</summary>
    public int Active { get; init; }

    /// <summary>Requests held.</summary>
    public int Waiting { get; init; }

    /// <summary>The pod that answered; set exactly while awake, and kept while draining.</summary>
    public InstancePod? Pod { get; init; }

    /// <summary>The pod that the last sleep takes away, if this replica served from it. It may answer for a moment longer; see <see cref="WakeLimits.Doubt"/>.</summary>
    public string? Doubted { get; init; }

    /// <summary>True once this wake saw or wrote one replica: from then on a pod is coming whether somebody waits or not.</summary>
    public bool ScaledUp { get; init; }

    public TimeSpan? LastActivity { get; init; }

    /// <summary>While draining: when our consent ends if nobody tells the outcome.</summary>
    public TimeSpan LeaseEnds { get; init; }

    /// <summary>Why the last wake failed; null since the next one began.</summary>
    public WakeTrouble? Trouble { get; init; }

    /// <summary>Failed wakes in a row; drives the back-off.</summary>
    public int Failures { get; init; }

    public TimeSpan RetryAt { get; init; }
}
