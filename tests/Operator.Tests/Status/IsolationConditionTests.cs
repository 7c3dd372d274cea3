using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;
using Operator.Tests.Plan;

namespace Operator.Tests.Status;

public sealed class IsolationConditionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    [Theory]
    [InlineData(null, 0, "Unknown", "Pending", "False")]
    [InlineData(ProbeOutcome.Verified, 0, "True", "Verified", "True")]
    [InlineData(ProbeOutcome.Verified, 13, "Unknown", "ProofMissing", "False")]
    [InlineData(ProbeOutcome.NotEnforced, 0, "False", "NotEnforced", "False")]
    [InlineData(ProbeOutcome.Inconclusive, 5, "Unknown", "Inconclusive", "True")]
    [InlineData(ProbeOutcome.Inconclusive, 13, "Unknown", "ProofMissing", "False")]
    public void Set_Evidence_DecidesTheCondition_AndReadyWhereTheTenantRequiresIt(ProbeOutcome? outcome, int hoursSinceProof, string status, string reason, string ready)
    {
        var proof = outcome is null ? null : new NetworkIsolationStatus { ProbedAt = Noon, VerifiedAt = Noon.AddHours(-hoursSinceProof), Outcome = outcome, Message = "Packets of noon." };

        var required = Project(proof, requires: true);
        var relaxed = Project(proof, requires: false);

        (Condition(required).Status, Condition(required).Reason).ShouldBe((status, reason));
        Find(required, "Ready").Status.ShouldBe(ready);
        NetworkProof.Suffices(required.Conditions).ShouldBe(ready == "True", "the gateway decides the same");
        (Condition(relaxed).Status, Find(relaxed, "Ready").Status).ShouldBe((status, "True"));
    }

    [Fact]
    public void Set_ForeignPolicy_IsFalse_WhateverPacketsShowed()
    {
        var proof = new NetworkIsolationStatus { ProbedAt = Noon, VerifiedAt = Noon, Outcome = ProbeOutcome.Verified, Message = "Packets of noon." };

        var condition = Condition(Project(proof, requires: false, foreign: ["a", "b", "c", "d", "e"]));

        (condition.Status, condition.Reason).ShouldBe(("False", "ForeignPolicy"));
        condition.Message.ShouldEndWith("open something: a, b, c and 2 more.");
    }

    [Fact]
    public void Set_NobodyProbes_SaysNothing_UnlessTheTenantRequiresIt()
    {
        Project(null, requires: false, probing: false).Conditions!.ShouldNotContain(c => c.Type == "NetworkIsolationVerified");
        var required = Project(null, requires: true, probing: false);
        Condition(required).Reason.ShouldBe("ProbingOff");
        Find(required, "Ready").Reason.ShouldBe("ProbingOff");
    }

    private static McpTenantStatus Project(NetworkIsolationStatus? proof, bool requires, bool probing = true, IReadOnlyList<string>? foreign = null)
    {
        var tenant = PlanFixture.Tenant(s => s.Isolation = new IsolationSpec { RequireEnforcement = requires });
        return StatusProjector.Project(new Projection
        {
            Snapshot = new TenantSnapshot
            {
                Tenant = tenant,
                Live = new Dictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>>(),
                Keys = TenantKeys.NotNeeded,
                Isolation = proof,
                ForeignPolicies = foreign ?? [],
            },
            Tenant = Effective.Of(tenant, PlanFixture.Platform),
            ProofLife = probing ? Life : null,
            Now = Noon,
        });
    }

    private static V1Condition Condition(McpTenantStatus status) => Find(status, "NetworkIsolationVerified");

    private static V1Condition Find(McpTenantStatus status, string type) => status.Conditions!.Single(c => c.Type == type);
}
