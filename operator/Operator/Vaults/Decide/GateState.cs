using Kubernetes.Runtime.Retry;

namespace McpTenants.Operator.Vaults.Decide;

/// <summary>
/// What is known of one vault by everybody who reads it: how many requests are left, and until when it is left alone. Pure. A token bucket keeps all tenants
/// together under the rate; <c>Retry-After</c> and the breaker hold all of them back, and then one goes first to see.
/// </summary>
internal sealed record GateState
{
    private const int Threshold = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // Longer than a read of a whole set of secrets that are answered at all.
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(30);

    /// <summary>Requests that may leave at once.</summary>
    public required double Tokens { get; init; }

    /// <summary>When they were counted.</summary>
    public required DateTimeOffset Counted { get; init; }

    /// <summary>Nobody asks before this.</summary>
    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Outages in a row.</summary>
    public int Outages { get; init; }

    /// <summary>Whether the breaker is open: after its pause a single tenant asks first.</summary>
    public bool IsOpen => Outages >= Threshold;

    /// <summary>One tenant is under way to see whether the vault is back.</summary>
    public bool Probing { get; init; }

    /// <summary>Asks for leave to send requests.</summary>
    /// <param name="now">The time.</param>
    /// <param name="requests">How many.</param>
    /// <param name="perSecond">Requests that come free in a second.</param>
    /// <param name="burst">Most that are free at once.</param>
    /// <returns>The next state, and how long to wait before asking again; zero means go.</returns>
    public (GateState Next, TimeSpan Wait) Enter(DateTimeOffset now, int requests, double perSecond, double burst)
    {
        if (now < NotBefore)
            return (this, NotBefore - now);
        var tokens = Math.Min(burst, Tokens + (Math.Max(0, (now - Counted).TotalSeconds) * perSecond));

        // A set larger than the bucket goes when the bucket is full.
        var needed = Math.Min(requests, burst);
        return tokens < needed
            ? (this with { Tokens = tokens, Counted = now }, TimeSpan.FromSeconds((needed - tokens) / perSecond))
            : (this with { Tokens = tokens - requests, Counted = now, Probing = IsOpen, NotBefore = IsOpen ? now + ProbeTime : NotBefore }, TimeSpan.Zero);
    }

    /// <summary>Takes in how a read went.</summary>
    /// <param name="now">The time.</param>
    /// <param name="problem">Its problem; null for none.</param>
    /// <param name="random">A number in [0, 1).</param>
    public GateState After(DateTimeOffset now, VaultProblem? problem, double random)
    {
        // An answer to somebody who asked before the vault wanted to be left alone does not end that time.
        if (problem is not { IsOutage: true })
            return this with { Outages = 0, Probing = false, NotBefore = Probing ? DateTimeOffset.MinValue : NotBefore };
        var next = this with { Outages = Outages + 1, Probing = false };
        var pause = next.IsOpen ? Backoff.EqualJitter(Backoff.Exponential(FirstPause, LongestPause, next.Outages - Threshold), random) : TimeSpan.Zero;
        var until = now + (problem.RetryAfter > pause ? problem.RetryAfter.Value : pause);
        return next with { NotBefore = until > NotBefore || Probing ? until : NotBefore };
    }
}
