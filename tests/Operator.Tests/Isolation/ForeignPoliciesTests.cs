using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Isolation;
using Operator.Tests.Plan;

namespace Operator.Tests.Isolation;

public sealed class ForeignPoliciesTests
{
    private static readonly V1NetworkPolicySpec AllowAll = new() { PodSelector = new(), PolicyTypes = ["Ingress"], Ingress = [new()] };

    [Fact]
    public void Opening_AllowAllOfSomebodyElse_IsFound() => Opening("guest", AllowAll).ShouldBe(["guest"]);

    [Fact]
    public void Opening_EgressWithoutTypes_IsFound() => Opening("guest", new() { PodSelector = new(), Egress = [new()] }).ShouldBe(["guest"]);

    [Fact]
    public void Opening_PolicyThatOnlyDenies_IsNoMatter() => Opening("guest", new() { PodSelector = new(), PolicyTypes = ["Ingress", "Egress"] }).ShouldBeEmpty();

    [Fact]
    public void Opening_RulesOfADirectionThatIsNotAmongTheTypes_AreNoMatter() => Opening("guest", new() { PodSelector = new(), PolicyTypes = ["Ingress"], Egress = [new()] }).ShouldBeEmpty();

    [Fact]
    public void Opening_Ours_IsNoMatter() => Opening("allow-ingress", AllowAll, McpTenantNames.ManagedBy, PlanFixture.Uid).ShouldBeEmpty();

    [Fact]
    public void Opening_OurLabelsWithAnotherTenant_IsFound() => Opening("disguised", AllowAll, McpTenantNames.ManagedBy, "another").ShouldBe(["disguised"]);

    private static IReadOnlyList<string> Opening(string name, V1NetworkPolicySpec spec, string? managedBy = null, string? uid = null)
    {
        var labels = new Dictionary<string, string>();
        if (managedBy is not null)
            labels[McpTenantNames.ManagedByLabel] = managedBy;
        if (uid is not null)
            labels[McpTenantNames.TenantUidLabel] = uid;
        return ForeignPolicies.Opening([new V1NetworkPolicy { Metadata = new() { Name = name, Labels = labels }, Spec = spec }], PlanFixture.Uid);
    }
}
