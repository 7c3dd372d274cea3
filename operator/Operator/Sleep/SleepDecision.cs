namespace McpTenants.Operator.Sleep;

/// <summary>Decides from the answers of all gateways whether a tenant may sleep.</summary>
/// <param name="Sleep">True when every gateway answered, none is busy, and the tenant is idle long enough.</param>
/// <param name="LookAgainIn">Time after which the answer may be another.</param>
/// <param name="LastActivity">The latest activity that any gateway has seen.</param>
internal sealed record SleepDecision(bool Sleep, TimeSpan LookAgainIn, DateTimeOffset? LastActivity)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Decides. A gateway that did not answer (null) is busy: an unheard request must never be cut off.</summary>
    /// <param name="answers">What each gateway said.</param>
    /// <param name="idleAfter">The tenant's own setting.</param>
    /// <param name="awakeFor">How long it has been awake.</param>
    /// <param name="options">The platform's.</param>
    /// <param name="requested">When somebody asked that it sleep; null when nobody did.</param>
    public static SleepDecision Of(
        IReadOnlyList<GatewayState?> answers, TimeSpan idleAfter, TimeSpan awakeFor, SleepOptions options, DateTimeOffset? requested = null)
    {
        // No gateway at all means that we see none, not that there is no traffic.
        if (answers.Count == 0 || answers.Any(a => a is null || a.Active > 0))
        {
            return new SleepDecision(false, options.RetryInterval, null);
        }

        var idle = TimeSpan.FromMilliseconds(answers.Min(a => a!.IdleMilliseconds));
        var last = answers.Max(a => a!.LastActivity);
        // Called since then: the wish is from before.
        var missing = requested is { } at && !(last > at) ? TimeSpan.Zero : Max(idleAfter - idle, options.MinDwell - awakeFor);
        // A failed start may be tried again at any call, and how that ends is worth telling soon.
        var most = answers.Any(a => a!.Failure is not null) ? options.RetryInterval : TimeSpan.MaxValue;
        return new SleepDecision(missing <= TimeSpan.Zero, Min(Max(missing, Least), most), last);
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
