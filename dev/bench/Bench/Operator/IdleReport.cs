using System.Globalization;
using McpTenants.Bench.Cluster;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Operator;

/// <summary>What the operator asks of the API server while nothing changes.</summary>
internal static class IdleReport
{
    /// <summary>How long requests are counted, with and without operator.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Adds writes and requests per minute: those of the cluster alone are the baseline and taken off ours.</summary>
    public static void Add(BenchReport report, RequestCounts ours, RequestCounts quiet)
    {
        report.Add(Row("operator.idle_writes_per_min", ours, quiet, static c => c.WritesButLeases));
        report.Add(Row("operator.idle_requests_per_min", ours, quiet, static c => c.Total));
        report.Note(string.Create(CultureInfo.InvariantCulture,
            $"operator.idle_*: one minute with 100 tenants, less the same minute without operator (the baseline); writes are counted without the {ours.LeaseWrites - quiet.LeaseWrites} renewals of the leader's lease; in the operator's minute: {string.Join(", ", ours.Describe().Take(6))}"));
    }

    private static Measurement Row(string name, RequestCounts ours, RequestCounts quiet, Func<RequestCounts, double> count) =>
        Measurement.Of(name, "1/min", [Math.Max(0, count(ours) - count(quiet))], [count(quiet)]);
}
