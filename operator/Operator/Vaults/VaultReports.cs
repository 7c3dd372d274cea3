using System.Collections.Concurrent;
using k8s;

namespace McpTenants.Operator.Vaults;

/// <summary>The last report of each tenant since this process leads. What came before stands in the tenant's status.</summary>
internal sealed class VaultReports
{
    private readonly ConcurrentDictionary<string, VaultReport> reports = new(StringComparer.Ordinal);

    /// <summary>The last report of the tenant, if there is one.</summary>
    public VaultReport? Of(string tenant, string uid) => reports.TryGetValue(tenant, out var report) && report.TenantUid == uid ? report : null;

    /// <summary>Takes a report in. Only one caller at a time works on a tenant.</summary>
    /// <returns>True when it says something else than the one before.</returns>
    public bool Keep(string tenant, VaultReport report)
    {
        var before = reports.GetValueOrDefault(tenant);
        reports[tenant] = report;
        return before is null || before with { Secrets = null } != report with { Secrets = null } || Text(before) != Text(report);
    }

    /// <summary>The tenant is gone, or reads no vault any more.</summary>
    public void Forget(string tenant) => reports.TryRemove(tenant, out _);

    private static string Text(VaultReport report) => report.Secrets is null ? "" : KubernetesJson.Serialize(report.Secrets);
}
