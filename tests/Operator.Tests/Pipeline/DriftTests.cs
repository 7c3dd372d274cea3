using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Diff;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using Operator.Tests.Plan;

namespace Operator.Tests.Pipeline;

public sealed class DriftTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlannedObject DenyAll = PlanFixture.Plan(PlanFixture.Tenant()).Find("NetworkPolicy", "deny-all");

    [Fact]
    public void Of_PolicyThatWasDeleted_IsDrift() => Of(new Change.Create(DenyAll)).ShouldBe(["NetworkPolicy deny-all was deleted and is made again"]);

    [Fact]
    public void Of_PolicyThatSomebodyChanged_IsDrift() =>
        Of(new Change.Apply(DenyAll, Live(DenyAll.Hash), "/spec/policyTypes")).ShouldBe(["NetworkPolicy deny-all was changed at /spec/policyTypes and is put right"]);

    [Fact]
    public void Of_PolicyOfAnEarlierVersionOfTheOperator_IsNone() => Of(new Change.Apply(DenyAll, Live("other"), "/spec")).ShouldBeEmpty();

    [Fact]
    public void Of_NewTenant_OrNewSpecification_OrSuspension_IsNone()
    {
        Drift.Of(PlanFixture.Tenant(), false, [new Change.Create(DenyAll)], Noon).ShouldBeEmpty();
        var changed = Settled();
        changed.Metadata.Generation = 2;
        Drift.Of(changed, false, [new Change.Create(DenyAll)], Noon).ShouldBeEmpty();
        var justMade = Settled();
        justMade.Status!.Conditions![0].LastTransitionTime = Noon.AddSeconds(-1).UtcDateTime;
        Drift.Of(justMade, false, [new Change.Create(DenyAll)], Noon).ShouldBeEmpty("the caches may not know it yet");
        Drift.Of(Settled(), true, [new Change.Create(DenyAll)], Noon).ShouldBeEmpty();
    }

    private static IReadOnlyList<string> Of(Change change) => Drift.Of(Settled(), false, [change], Noon);

    private static McpTenant Settled()
    {
        var tenant = PlanFixture.Tenant();
        tenant.Status = new McpTenantStatus { ObservedGeneration = 1, Conditions = [new V1Condition { Type = "NetworkIsolated", Status = "True", LastTransitionTime = Noon.AddMinutes(-1).UtcDateTime }] };
        return tenant;
    }

    private static V1NetworkPolicy Live(string hash) => new() { Metadata = new() { Name = "deny-all", Annotations = new Dictionary<string, string> { [PlannedObject.HashAnnotation] = hash } } };
}
