using k8s;
using k8s.Models;
using McpTenants.Operator.Diff;
using McpTenants.Operator.Plan;
using Operator.Tests.Plan;

namespace Operator.Tests.Diff;

public sealed class PlanDiffTests
{
    private static readonly TenantPlan Desired = PlanFixture.Plan(PlanFixture.Tenant());

    [Fact]
    public void Of_NothingLive_CreatesEverythingInOrder() =>
        PlanDiff.Of(Desired, Live()).ShouldAllBe(c => c is Change.Create);

    [Fact]
    public void Of_WhatWasSent_IsKept() => PlanDiff.Of(Desired, Live([.. Desired.Objects])).ShouldAllBe(c => c is Change.Keep);

    [Fact]
    public void Of_ServerDefaultsAndForeignFields_IsKept()
    {
        var live = Live([.. Desired.Objects]);
        var deployment = live.Values.OfType<V1Deployment>().Single();
        deployment.Spec!.Replicas = 1;
        deployment.Spec.Template.Spec!.DnsPolicy = "ClusterFirst";
        deployment.Spec.Template.Spec.Containers[0].TerminationMessagePath = "/dev/termination-log";
        deployment.Spec.Template.Spec.Containers.Add(new V1Container { Name = "injected", Image = "mesh" });
        deployment.Metadata.Annotations!["deployment.kubernetes.io/revision"] = "3";

        PlanDiff.Of(Desired, live).ShouldAllBe(c => c is Change.Keep);
    }

    [Fact]
    public void Of_QuantityWrittenDifferently_IsKept()
    {
        var live = Live([.. Desired.Objects]);
        live.Values.OfType<V1LimitRange>().Single().Spec!.Limits[0].Max!["cpu"] = "1000m";
        live.Values.OfType<V1LimitRange>().Single().Spec!.Limits[0].Max!["memory"] = "262144Ki";

        PlanDiff.Of(Desired, live).ShouldAllBe(c => c is Change.Keep);
    }

    [Fact]
    public void Of_ImageChangedByHand_NamesTheField()
    {
        var live = Live([.. Desired.Objects]);
        live.Values.OfType<V1Deployment>().Single().Spec!.Template.Spec!.Containers[0].Image = "evil";

        Changes(live).ShouldBe(["/spec/template/spec/containers/mcp-instance/image"]);
    }

    [Fact]
    public void Of_SelectorAddedToDenyAll_IsADifference()
    {
        var live = Live([.. Desired.Objects]);
        live.Values.OfType<V1NetworkPolicy>().Single(p => p.Metadata.Name == "deny-all").Spec!.PodSelector!.MatchLabels = new Dictionary<string, string> { ["no"] = "pod" };

        Changes(live).ShouldBe(["/spec/podSelector"]);
    }

    [Fact]
    public void Of_RuleAddedByHand_IsADifference()
    {
        var live = Live([.. Desired.Objects]);
        live.Values.OfType<V1NetworkPolicy>().Single(p => p.Metadata.Name == "allow-ingress").Spec!.Ingress!.Add(new V1NetworkPolicyIngressRule());

        Changes(live).ShouldBe(["/spec/ingress"]);
    }

    [Fact]
    public void Of_FieldThatWeNoLongerSend_IsApplied()
    {
        var before = PlanFixture.Plan(PlanFixture.Tenant(s => s.Isolation = new McpTenants.Api.IsolationSpec { NodeSelector = new Dictionary<string, string> { ["pool"] = "a" } }));

        Changes(Live([.. before.Objects])).ShouldBe(["/metadata/annotations/mcptenants.dev~1applied"]);
    }

    [Fact]
    public void Of_ObjectThatIsNoLongerPlanned_IsPrunedButDataNever()
    {
        var suspended = PlanFixture.Plan(PlanFixture.Tenant(s => s.Suspended = true));
        var without = new TenantPlan([.. suspended.Objects.Where(o => o.Key.Kind != "PersistentVolumeClaim")]);

        PlanDiff.Of(without, Live([.. Desired.Objects])).OfType<Change.Prune>().Select(c => c.Key.Name).ShouldBe(["allow-egress"]);
    }

    private static IEnumerable<string> Changes(IReadOnlyDictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>> live) =>
        PlanDiff.Of(Desired, live).OfType<Change.Apply>().Select(c => c.Path);

    private static Dictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>> Live(params PlannedObject[] sent) => sent.ToDictionary(p => p.Key, Parse);

    // As it would come back from the API server.
    private static IKubernetesObject<V1ObjectMeta> Parse(PlannedObject planned)
    {
        var json = planned.Manifest.ToJsonString();
        return planned.Key.Kind switch
        {
            "Namespace" => KubernetesJson.Deserialize<V1Namespace>(json)!,
            "RoleBinding" => KubernetesJson.Deserialize<V1RoleBinding>(json)!,
            "NetworkPolicy" => KubernetesJson.Deserialize<V1NetworkPolicy>(json)!,
            "ResourceQuota" => KubernetesJson.Deserialize<V1ResourceQuota>(json)!,
            "LimitRange" => KubernetesJson.Deserialize<V1LimitRange>(json)!,
            "ServiceAccount" => KubernetesJson.Deserialize<V1ServiceAccount>(json)!,
            "ConfigMap" => KubernetesJson.Deserialize<V1ConfigMap>(json)!,
            "PersistentVolumeClaim" => KubernetesJson.Deserialize<V1PersistentVolumeClaim>(json)!,
            "Deployment" => KubernetesJson.Deserialize<V1Deployment>(json)!,
            "Service" => KubernetesJson.Deserialize<V1Service>(json)!,
            _ => KubernetesJson.Deserialize<V1Ingress>(json)!,
        };
    }
}
