using McpTenants.Api;
using McpTenants.Operator.Isolation;
using Operator.Tests.Plan;

namespace Operator.Tests.Isolation;

public sealed class ProbeScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    [Fact]
    public void Due_NeverProbed_IsNow() => Due(PlanFixture.Tenant(), null).ShouldBe(DateTimeOffset.MinValue);

    [Fact]
    public void Due_OtherPolicies_IsNow() => Due(PlanFixture.Tenant(), Evidence() with { Policies = "before" }).ShouldBe(DateTimeOffset.MinValue);

    [Fact]
    public void Due_Verified_IsAnIntervalLater_AtEveryLookTheSame()
    {
        var due = Due(PlanFixture.Tenant(), Evidence());

        due.ShouldBeInRange(Noon + (Interval * 0.9), Noon + (Interval * 1.1));
        Due(PlanFixture.Tenant(), Evidence()).ShouldBe(due);
    }

    [Fact]
    public void Due_ThousandTenantsProbedTogether_AreNotTogetherAgain() =>
        Enumerable.Range(0, 1000).Select(i =>
        {
            var tenant = PlanFixture.Tenant();
            tenant.Metadata.Uid = $"uid-{i}";
            return Due(tenant, Evidence());
        }).Distinct().Count().ShouldBeGreaterThan(100);

    [Fact]
    public void Due_Request_AsksOnce()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Metadata.Annotations = new Dictionary<string, string> { [McpTenantNames.ProbeRequestedAt] = "2026-11-01T12:00:01Z" };

        Due(tenant, Evidence()).ShouldBe(DateTimeOffset.MinValue);
        Due(tenant, Evidence() with { Request = "2026-11-01T12:00:01Z" }).ShouldBeGreaterThan(Noon);
    }

    [Theory]
    [InlineData(ProbeOutcome.NotEnforced, 0, 120)]
    [InlineData(ProbeOutcome.Inconclusive, 1, 15)]
    [InlineData(ProbeOutcome.Inconclusive, 3, 60)]
    [InlineData(ProbeOutcome.Inconclusive, 40, 600)]
    public void Due_WithoutProof_IsSooner_AndLaterAndLater(ProbeOutcome outcome, int inconclusive, int seconds) =>
        Due(PlanFixture.Tenant(), Evidence() with { Outcome = outcome, Inconclusive = inconclusive })
            .ShouldBeInRange(Noon.AddSeconds(seconds * 0.9), Noon.AddSeconds(seconds * 1.1));

    private static DateTimeOffset Due(McpTenant tenant, NetworkIsolationStatus? last) => ProbeSchedule.Due(tenant, last, "now", Interval);

    private static NetworkIsolationStatus Evidence() => new() { ProbedAt = Noon, VerifiedAt = Noon, Outcome = ProbeOutcome.Verified, Inconclusive = 0, Policies = "now" };
}
