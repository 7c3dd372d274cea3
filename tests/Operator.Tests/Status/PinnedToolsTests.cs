using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Instances;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;
using Operator.Tests.Plan;

namespace Operator.Tests.Status;

public sealed class PinnedToolsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string A = "sha256:" + new string('a', 64);
    private static readonly string B = "sha256:" + new string('b', 64);

    [Fact]
    public void NothingPinned_HasNoConditionButTheDigestToPin()
    {
        var status = Project(Tenant(null), Report(B));

        Find(status).ShouldBeNull();
        status.Instance!.ToolCatalog.ShouldBe(B);
        status.Instance.ProtocolVersions.ShouldBe(["2025-11-25", "2026-07-28"]);
    }

    [Fact]
    public void NeverSeen_IsUnknown() => Find(Project(Tenant(A)))!.ShouldSatisfyAllConditions(c => c.Status.ShouldBe("Unknown"), c => c.Reason.ShouldBe("NotSeen"));

    [Fact]
    public void ThePinnedTools_AreTrue() => Find(Project(Tenant(A), Report(A)))!.ShouldSatisfyAllConditions(c => c.Status.ShouldBe("True"), c => c.Reason.ShouldBe("CatalogMatches"));

    [Fact]
    public void OtherTools_AreFalseAndSayWhatHappens()
    {
        var warned = Find(Project(Tenant(A), Report(B, "added files_read")))!;
        var blocked = Find(Project(Tenant(A, DriftReaction.Block), Report(B)))!;

        (warned.Status, warned.Reason).ShouldBe(("False", "CatalogDrift"));
        warned.Message.ShouldBe($"The tools are {B}, not the pinned {A}; all are offered. In detail: added files_read.");
        blocked.Message.ShouldEndWith("new and changed ones are withheld.");
    }

    [Fact]
    public void OtherTools_DoNotMakeTheTenantUnready() => Project(Tenant(A), Report(B)).Conditions!.Single(c => c.Type == "Ready").Status.ShouldBe("True");

    [Fact]
    public void Asleep_TheLastThatWasSeenStaysToTheByte()
    {
        var tenant = Tenant(A);
        tenant.Status = Project(tenant, Report(B, "added files_read"));

        // An operator that has just started knows what stands there and nothing else.
        KubernetesJson.Serialize(Project(tenant, now: Noon.AddHours(1))).ShouldBe(KubernetesJson.Serialize(tenant.Status));
    }

    [Fact]
    public void Asleep_AChangedPinIsJudgedByWhatWasSeen()
    {
        var tenant = Tenant(A);
        tenant.Status = Project(tenant, Report(B, "added files_read"));
        tenant.Spec.Tools!.PinnedCatalog = B;

        var approved = Project(tenant, now: Noon.AddHours(1));
        tenant.Spec.Tools.PinnedCatalog = A[..^1] + "0";
        var other = Project(tenant);

        Find(approved)!.Status.ShouldBe("True");
        Find(approved)!.LastTransitionTime.ShouldBe(Noon.AddHours(1).UtcDateTime);
        Find(other)!.Message.ShouldNotContain("files_read");
    }

    [Fact]
    public void NoLongerPinned_TheConditionGoes()
    {
        var tenant = Tenant(A);
        tenant.Status = Project(tenant, Report(B));
        tenant.Spec.Tools!.PinnedCatalog = null;

        Find(Project(tenant)).ShouldBeNull();
    }

    private static McpTenant Tenant(string? pin, DriftReaction reaction = DriftReaction.Warn) =>
        PlanFixture.Tenant(s => s.Tools = new ToolsSpec { PinnedCatalog = pin, OnDrift = reaction });

    private static InstanceReport Report(string catalog, string difference = "") => new(PlanFixture.Uid, catalog, "2025-11-25,2026-07-28", difference);

    private static V1Condition? Find(McpTenantStatus status) => status.Conditions!.SingleOrDefault(c => c.Type == "ToolsPinned");

    private static McpTenantStatus Project(McpTenant tenant, InstanceReport? report = null, DateTimeOffset? now = null) => StatusProjector.Project(new Projection
    {
        Snapshot = new TenantSnapshot { Tenant = tenant, Live = new Dictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>>(), Keys = TenantKeys.NotNeeded, Instance = report },
        Tenant = Effective.Of(tenant, PlanFixture.Platform),
        Now = now ?? Noon,
    });
}
