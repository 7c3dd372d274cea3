using System.Diagnostics.Metrics;
using McpTenants.Api;
using McpTenants.Operator.Instances;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Hosting;

/// <summary>
/// How tenants are, from the caches at the moment somebody asks, so nothing outlives its tenant. Only what is not as it should be is named by tenant: a
/// thousand tenants without a problem are a handful of series.
/// </summary>
internal sealed class TenantMetrics : IDisposable
{
    private readonly Meter meter = new(OperatorMetrics.MeterName);

    /// <summary>Registers the instruments.</summary>
    public TenantMetrics(TenantCaches caches, InstanceReports reports)
    {
        meter.CreateObservableGauge("mcp_operator_tenants", () => Tenants(caches.Tenants.Store.List()), description: "Tenants by phase.");
        meter.CreateObservableGauge("mcp_operator_tombstones", () => Tombstones(caches.Tombstones.Store.List()), description: "Deleted tenants by phase of their removal.");
        meter.CreateObservableGauge(
            "mcp_operator_tenant_problem", () => Problems([.. caches.Tenants.Store.List()], caches.Tombstones.Store.List(), LostRecords),
            description: "1 for each condition of a tenant that is not as it should be, and for each removal that is not done.");

        bool LostRecords(McpTenant tenant) => reports.Of(tenant.Metadata.Name!, tenant.Metadata.Uid!)?.LostAuditRecords == true;
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    internal static IEnumerable<Measurement<int>> Tenants(IEnumerable<McpTenant> tenants) => Count(tenants.Select(t => t.Status?.Phase.ToString()));

    internal static IEnumerable<Measurement<int>> Tombstones(IEnumerable<McpTenantTombstone> tombstones) => Count(tombstones.Select(t => t.Status?.Phase.ToString()));

    internal static IEnumerable<Measurement<int>> Problems(
        IReadOnlyCollection<McpTenant> tenants, IEnumerable<McpTenantTombstone> tombstones, Func<McpTenant, bool> lostRecords) =>
        (from tenant in tenants
         from condition in tenant.Status?.Conditions ?? []
         where IsProblem(condition.Type, condition.Status, condition.Reason)
         select Problem(tenant.Metadata.Name, condition.Type, condition.Reason))
        .Concat(tenants.Where(lostRecords).Select(t => Problem(t.Metadata.Name, "AuditComplete", "RecordsLost")))
        .Concat(
            from tombstone in tombstones
            where !tombstone.IsClosed
            from condition in tombstone.Status?.Conditions ?? []
            where condition is { Type: ConditionTypes.Erased, Status: not "True" } && condition.Reason is not (Reasons.Retained or Reasons.LegalHold or Reasons.NoDeadline)
            select Problem(tombstone.Spec.Tenant, condition.Type, condition.Reason));

    // A removal has its own tombstone, whose reason says more; the tenant's condition is what there is before one is written.
    private static bool IsProblem(string? type, string? status, string? reason) => type switch
    {
        ConditionTypes.Suspended or ConditionTypes.Asleep or ConditionTypes.Exported => false,
        // True: in progress. False: held, and somebody has to say whether it is meant.
        ConditionTypes.Deprovisioning => true,
        _ => status == "False" && reason is not (Reasons.Suspended or Reasons.Asleep),
    };

    private static Measurement<int> Problem(string? tenant, string? condition, string? reason) => new(1, Tag("tenant", tenant), Tag("condition", condition), Tag("reason", reason));

    private static IEnumerable<Measurement<int>> Count(IEnumerable<string?> phases) =>
        phases.CountBy(p => p ?? "Pending").Select(p => new Measurement<int>(p.Value, Tag("phase", p.Key)));

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
