using System.Diagnostics.Metrics;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Hosting;

namespace Operator.Tests.Chart;

public sealed class TenantMetricsTests
{
    [Theory]
    [InlineData("Ready", "True", "Available", false)]
    [InlineData("Ready", "True", "Asleep", false)]
    [InlineData("Ready", "False", "IssuerUnavailable", true)]
    [InlineData("Ready", "False", "Suspended", false)]
    [InlineData("Suspended", "True", "Suspended", false)]
    [InlineData("Suspended", "False", "NotSuspended", false)]
    [InlineData("Asleep", "False", "Awake", false)]
    [InlineData("SecretsFresh", "False", "SecretsStale", true)]
    [InlineData("NetworkIsolated", "False", "WriteFailed", true)]
    [InlineData("ToolsPinned", "Unknown", "NotSeen", false)]
    [InlineData("Deprovisioning", "True", "DeletingNamespace", true)]
    [InlineData("Deprovisioning", "False", "MassDeletion", true)]
    public void Problems_OfATenant_AreItsBadConditions(string type, string status, string reason, bool isProblem)
    {
        var problems = TenantMetrics.Problems([Tenant(type, status, reason)], [], _ => false).ToList();

        problems.Count.ShouldBe(isProblem ? 1 : 0);
        if (isProblem)
            Labels(problems[0]).ShouldBe($"tenant=acme,condition={type},reason={reason}");
    }

    [Fact]
    public void Problems_OfLostAuditRecords_AreNamed() =>
        Labels(TenantMetrics.Problems([Tenant("Ready", "True", "Available")], [], _ => true).Single()).ShouldBe("tenant=acme,condition=AuditComplete,reason=RecordsLost");

    [Theory]
    [InlineData(TombstonePhase.Purging, "LeftoversFound", 1)]
    [InlineData(TombstonePhase.Retained, "Retained", 0)]
    [InlineData(TombstonePhase.Retained, "LegalHold", 0)]
    [InlineData(TombstonePhase.Purged, "Certified", 0)]
    public void Problems_OfARemoval_AreWhatItWaitsFor(TombstonePhase phase, string reason, int count) =>
        TenantMetrics.Problems(
            [],
            [new McpTenantTombstone { Spec = new() { Tenant = "gone" }, Status = new() { Phase = phase, Conditions = [new V1Condition { Type = "Erased", Status = "False", Reason = reason }] } }],
            _ => false).Count().ShouldBe(count);

    [Fact]
    public void Tenants_ByPhase_AreCounted() =>
        TenantMetrics.Tenants([Tenant("Ready", "True", "Asleep"), Tenant("Ready", "True", "Asleep"), new McpTenant()]).Select(m => (m.Value, Labels(m))).ShouldBe([(2, "phase=Asleep"), (1, "phase=Pending")]);

    private static McpTenant Tenant(string type, string status, string reason) => new()
    {
        Metadata = new() { Name = "acme", Uid = "uid" },
        Status = new() { Phase = TenantPhase.Asleep, Conditions = [new V1Condition { Type = type, Status = status, Reason = reason }] },
    };

    private static string Labels(Measurement<int> measurement) => string.Join(',', measurement.Tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
}
