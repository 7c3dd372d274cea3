namespace McpTenants.Gateway.Lifecycle;

/// <summary>The bounds of waiting. Defaults are those of the command line.</summary>
internal sealed record WakeLimits
{
    /// <summary>Requests held per tenant; the next one is refused.</summary>
    public int WaitingPerTenant { get; init; } = 100;

    /// <summary>Requests held by this replica over all tenants.</summary>
    public int WaitingTotal { get; init; } = 5000;

    /// <summary>How long a request is held at most.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause between two attempts to reach a starting pod; attempts overlap.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How long one attempt may take: well above a round trip between zones.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the scale is read while requests are held.</summary>
    public TimeSpan ScaleInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long after the scale is up the pod of the sleep before is left alone. Usually it is being deleted, only nobody has told us yet; if
    /// it still stands after this time, the wake came before the controllers had noticed the sleep, and it stays.
    /// </summary>
    public TimeSpan Doubt { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one wake may stand in the way of others: a pod that hangs must not keep its place among the wakes under way.</summary>
    public TimeSpan WakeTurn { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bound of one call to the API server during a wake.</summary>
    public TimeSpan ApiTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the API server may fail without a break before held requests are refused: a restart of one replica behind a load balancer passes unseen.</summary>
    public TimeSpan ApiPatience { get; init; } = TimeSpan.FromSeconds(4);
}
