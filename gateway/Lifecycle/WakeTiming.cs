using McpTenants.Api;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>The constants of the state machine, all of them durations.</summary>
internal sealed record WakeTiming
{
    /// <summary>How long a consent to sleep binds us without news. The operator writes before its end or not at all.</summary>
    public TimeSpan DrainLease { get; init; } = SleepProtocol.ConsentLease;

    /// <summary>How long a failed wake is refused before the next try; doubled per failure in a row.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Upper bound of the doubled back-off.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Back-off when the API server is away: nothing of the tenant's is broken, so it is short and does not grow.</summary>
    public TimeSpan ApiBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The back-off after <paramref name="failures"/> failures in a row (1 or more).</summary>
    public TimeSpan Backoff(WakeFailure failure, int failures)
    {
        if (failure == WakeFailure.ApiUnavailable)
            return ApiBackoff;
        // 2^16 x 5 s is far beyond the bound; the clamp keeps the shift from overflowing.
        var doubled = FirstBackoff * (1L << Math.Clamp(failures - 1, 0, 16));
        return doubled < LongestBackoff ? doubled : LongestBackoff;
    }
}
