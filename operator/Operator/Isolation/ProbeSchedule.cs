using System.Security.Cryptography;
using System.Text;
using Kubernetes.Runtime.Retry;
using McpTenants.Api;

namespace McpTenants.Operator.Isolation;

/// <summary>When a tenant is probed next. Pure, and from the status alone: a restarted operator goes on where the last one was, without a burst.</summary>
internal static class ProbeSchedule
{
    private const double Fraction = 0.1;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);

    // Somebody is mending it, and waits for the word that it is mended.
    private static readonly TimeSpan AfterLeak = TimeSpan.FromMinutes(2);

    /// <summary>When it is due; <see cref="DateTimeOffset.MinValue"/> for now.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="last">The last evidence; null for none.</param>
    /// <param name="policies">Digest of the policies in force.</param>
    /// <param name="interval">Time between two probes that prove something.</param>
    public static DateTimeOffset Due(McpTenant tenant, NetworkIsolationStatus? last, string policies, TimeSpan interval)
    {
        if (last?.ProbedAt is not { } at || last.Policies != policies || (RequestOf(tenant) is { } request && request != last.Request))
            return DateTimeOffset.MinValue;
        var pause = last switch
        {
            { Inconclusive: > 0 } => Backoff.Exponential(FirstRetry, LongestRetry, last.Inconclusive.Value - 1),
            { Outcome: ProbeOutcome.NotEnforced } => AfterLeak,
            _ => interval,
        };
        return at + Backoff.Spread(pause < interval ? pause : interval, Fraction, Place(tenant.Metadata.Uid!, at));
    }

    /// <summary>What somebody asked for by annotation; null for nothing.</summary>
    public static string? RequestOf(McpTenant tenant) =>
        tenant.Metadata.Annotations?.TryGetValue(McpTenantNames.ProbeRequestedAt, out var value) == true && value.Length is > 0 and <= 64 ? value : null;

    // A number in [0, 1) that stays the same at every look, so that looking does not roll the dice again.
    private static double Place(string uid, DateTimeOffset at) =>
        SHA256.HashData(Encoding.ASCII.GetBytes($"{uid} {at.ToUnixTimeSeconds()}"))[0] / 256.0;
}
