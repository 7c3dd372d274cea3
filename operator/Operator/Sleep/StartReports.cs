using System.Collections.Concurrent;

namespace McpTenants.Operator.Sleep;

/// <summary>The last report of each tenant that was awake since this process leads. What came before stands in the tenant's conditions.</summary>
internal sealed class StartReports
{
    private readonly ConcurrentDictionary<string, StartReport> reports = new(StringComparer.Ordinal);

    /// <summary>The last report of the tenant, if there is one.</summary>
    public StartReport? Of(string tenant, string uid) => reports.TryGetValue(tenant, out var report) && report.TenantUid == uid ? report : null;

    /// <summary>Keeps a report.</summary>
    /// <returns>True when it says something else than the one before.</returns>
    public bool Keep(string tenant, StartReport report)
    {
        var before = reports.GetValueOrDefault(tenant);
        reports[tenant] = report;
        return before != report;
    }

    /// <summary>The tenant is gone.</summary>
    public void Forget(string tenant) => reports.TryRemove(tenant, out _);
}
