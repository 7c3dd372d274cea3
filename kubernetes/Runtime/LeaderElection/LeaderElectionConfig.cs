namespace k8s.LeaderElection;

/// <summary>Timing of an election.</summary>
/// <param name="lock">What contenders compete for.</param>
public sealed class LeaderElectionConfig(ILock @lock)
{
    /// <summary>Largest stretch of <see cref="RetryPeriod"/> by jitter, as in client-go.</summary>
    internal const double JitterFactor = 1.2;

    /// <summary>What contenders compete for.</summary>
    public ILock Lock { get; } = @lock ?? throw new ArgumentNullException(nameof(@lock));

    /// <summary>How long others wait for a silent leader. <value>The default value is 15 s.</value></summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader works without a successful renewal. <value>The default value is 10 s.</value></summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between attempts. <value>The default value is 2 s.</value></summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A new identity for this process: readable, and different after every restart, so that nobody inherits a lease by name.</summary>
    /// <param name="podName">Pod or host name.</param>
    public static string NewIdentity(string podName) => $"{podName}_{Guid.NewGuid()}";

    /// <summary>Throws when two leaders could work at the same time or a renewal could not be repeated in time; lists all problems.</summary>
    /// <exception cref="ArgumentException">Some value does not fit the others.</exception>
    public void Validate()
    {
        List<string> problems = [];
        if (RetryPeriod <= TimeSpan.Zero)
            problems.Add("RetryPeriod must be positive");
        if (LeaseDuration <= RenewDeadline)
            problems.Add($"LeaseDuration ({LeaseDuration}) must be longer than RenewDeadline ({RenewDeadline})");
        if (RenewDeadline <= RetryPeriod * JitterFactor)
            problems.Add($"RenewDeadline ({RenewDeadline}) must be longer than RetryPeriod x {JitterFactor} ({RetryPeriod * JitterFactor})");
        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0)
            problems.Add($"LeaseDuration ({LeaseDuration}) must be whole seconds: the Lease object knows no others");
        if (string.IsNullOrEmpty(Lock.Identity))
            problems.Add("Lock.Identity must not be empty: an empty holder means a free lease");
        if (problems.Count > 0)
            throw new ArgumentException($"Invalid leader election: {string.Join("; ", problems)}.");
    }
}
