using McpTenants.Api;
using Kubernetes.Runtime.Retry;

namespace McpTenants.Operator.Vaults.Decide;

/// <summary>When a tenant's secrets are read next. Pure; randomness spreads tenants so that they never march in step.</summary>
internal static class SecretsSchedule
{
    /// <summary>By how much an interval varies.</summary>
    public const double Fraction = 0.2;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestSpread = TimeSpan.FromMinutes(2);

    /// <summary>The first read of a process. Secrets that were read before wait for their turn; a late turn is spread, or a restart would be a burst.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wanted">What the tenant asks for.</param>
    /// <param name="mounted">What is mounted; null for nothing.</param>
    /// <param name="lastSync">When all of it was last read; null for never.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static DateTimeOffset First(DateTimeOffset now, EffectiveVault wanted, MountedSet? mounted, DateTimeOffset? lastSync, double random)
    {
        if (lastSync is not { } synced || mounted is null || !Fits(wanted, mounted))
            return now;
        var due = synced + Backoff.Spread(wanted.RefreshInterval, Fraction, random);
        return due > now ? due : now + ((wanted.RefreshInterval / 5 < LongestSpread ? wanted.RefreshInterval / 5 : LongestSpread) * random);
    }

    /// <summary>The read after a good one.</summary>
    public static DateTimeOffset AfterSuccess(DateTimeOffset now, EffectiveVault wanted, double random) => now + Backoff.Spread(wanted.RefreshInterval, Fraction, random);

    /// <summary>The read after a bad one: later and later up to the interval, and never before the service wants to be asked again.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wanted">What the tenant asks for.</param>
    /// <param name="failures">Bad reads in a row, this one included.</param>
    /// <param name="retryAfter">What the service asked for.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static DateTimeOffset AfterFailure(DateTimeOffset now, EffectiveVault wanted, int failures, TimeSpan? retryAfter, double random)
    {
        var cap = wanted.RefreshInterval < LongestRetry ? wanted.RefreshInterval : LongestRetry;
        var pause = Backoff.EqualJitter(Backoff.Exponential(FirstRetry < cap ? FirstRetry : cap, cap, Math.Max(0, failures - 1)), random);
        var asked = retryAfter is { } at ? at * (1 + (Fraction * random)) : TimeSpan.Zero;
        return now + (pause > asked ? pause : asked);
    }

    /// <summary>Whether what is mounted is of the same files, secrets and pinned versions that are asked for.</summary>
    public static bool Fits(EffectiveVault wanted, MountedSet mounted) =>
        wanted.Items.Count == mounted.Files.Count
        && wanted.Items.All(item => mounted.Find(item.File) is { } file && file.Secret == item.Secret && (item.Version is null || item.Version == file.Current.Version));
}
