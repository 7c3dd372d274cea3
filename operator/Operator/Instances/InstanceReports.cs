using System.Collections.Concurrent;

namespace McpTenants.Operator.Instances;

/// <summary>
/// The last report of each tenant that was awake since this process leads. What came before stands in the tenant's status. A report counts once it was the
/// same twice, so that an instance whose third-party servers are still starting is not taken for a changed one at every wake.
/// </summary>
internal sealed class InstanceReports(InstanceOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, InstanceReport> reports = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (InstanceReport Report, long Since)> unsettled = new(StringComparer.Ordinal);

    /// <summary>The last report of the tenant, if there is one.</summary>
    public InstanceReport? Of(string tenant, string uid) => reports.TryGetValue(tenant, out var report) && report.TenantUid == uid ? report : null;

    /// <summary>Takes a report in. Only one caller at a time works on a tenant.</summary>
    /// <returns>Whether the report counts, and whether it says something else than the one before.</returns>
    public (bool Settled, bool News) Keep(string tenant, InstanceReport report)
    {
        if (reports.GetValueOrDefault(tenant) == report)
        {
            unsettled.TryRemove(tenant, out _);
            return (true, false);
        }

        if (!unsettled.TryGetValue(tenant, out var seen) || seen.Report != report)
        {
            unsettled[tenant] = (report, time.GetTimestamp());
            return (false, false);
        }

        if (time.GetElapsedTime(seen.Since) < options.Settling)
        {
            return (false, false);
        }

        unsettled.TryRemove(tenant, out _);
        reports[tenant] = report;
        return (true, true);
    }

    /// <summary>The tenant is gone.</summary>
    public void Forget(string tenant)
    {
        reports.TryRemove(tenant, out _);
        unsettled.TryRemove(tenant, out _);
    }
}
