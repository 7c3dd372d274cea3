namespace McpTenants.Operator.Isolation;

/// <summary>How tenants' network isolation is probed.</summary>
internal sealed record IsolationOptions
{
    /// <summary>Time between two probes of a tenant, spread by a tenth. Default 6 hours; zero for no probes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Tenants probed at the same time. Default 4: each probe is a short-lived pod.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Time that a probe gets from its Job to its report, image included. Default 90 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Time that one connection gets. Default 2 seconds: the clusters this runs in answer in milliseconds, and what is filtered never does.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time after which a filter that does not know a new pod yet counts as none. Default 8 seconds.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Time between two looks at a probe that runs. Default 500 milliseconds.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether tenants are probed.</summary>
    public bool Enabled => Interval > TimeSpan.Zero;

    /// <summary>How long a proof counts when later probes prove nothing: two intervals. Null when nobody probes.</summary>
    public TimeSpan? ProofLife => Enabled ? Interval * 2 : null;
}
