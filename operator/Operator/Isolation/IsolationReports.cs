using System.Collections.Concurrent;
using McpTenants.Api;

namespace McpTenants.Operator.Isolation;

/// <summary>The last evidence of each tenant since this process leads, until it stands in the tenant's status.</summary>
internal sealed class IsolationReports
{
    private readonly ConcurrentDictionary<string, (string Uid, NetworkIsolationStatus Status)> reports = new(StringComparer.Ordinal);

    /// <summary>The newest evidence: ours, or what stands in the status.</summary>
    public NetworkIsolationStatus? Of(McpTenant tenant) =>
        reports.TryGetValue(tenant.Metadata.Name!, out var report) && report.Uid == tenant.Metadata.Uid
        && !(tenant.Status?.NetworkIsolation?.ProbedAt > report.Status.ProbedAt)
            ? report.Status
            : tenant.Status?.NetworkIsolation;

    /// <summary>Takes evidence in.</summary>
    public void Keep(McpTenant tenant, NetworkIsolationStatus status) => reports[tenant.Metadata.Name!] = (tenant.Metadata.Uid!, status);

    /// <summary>The tenant is gone.</summary>
    public void Forget(string tenant) => reports.TryRemove(tenant, out _);
}
