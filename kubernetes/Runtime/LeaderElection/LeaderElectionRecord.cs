namespace k8s.LeaderElection;

/// <summary>Who leads, as all contenders see it. Times are for people: no decision compares clocks of two machines.</summary>
public sealed record LeaderElectionRecord
{
    /// <summary>Who holds the lease; empty after a release.</summary>
    public string HolderIdentity { get; init; } = string.Empty;

    /// <summary>Seconds without a renewal after which the lease is free. The holder's own setting: others wait for this one, not theirs.</summary>
    public int LeaseDurationSeconds { get; init; }

    /// <summary>When the holder got it, by the holder's clock.</summary>
    public DateTime? AcquireTime { get; init; }

    /// <summary>When the holder renewed it last, by the holder's clock. Every renewal changes it, which is how others see a living holder.</summary>
    public DateTime? RenewTime { get; init; }

    /// <summary>How often the holder changed.</summary>
    public int LeaderTransitions { get; init; }
}
