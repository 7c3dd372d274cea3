using k8s.Models;
using McpTenants.Operator.Deprovision;

namespace Operator.Tests.Deprovision;

public sealed class DeprovisionFactsTests
{
    private static readonly DeprovisionFacts Everything = new()
    {
        Routes = [new V1Ingress()],
        Namespace = new V1Namespace { Metadata = new V1ObjectMeta { Name = "mcpt-acme" } },
        Replicas = 1,
        Pods = ["mcp-instance-1"],
    };

    [Fact]
    public void Next_StepByStep_CutsTheRouteFirstAndDeletesLast()
    {
        Everything.Next.ShouldBe(DeprovisionStep.CutRoute);
        (Everything with { Routes = [] }).Next.ShouldBe(DeprovisionStep.StopWorkload);
        (Everything with { Routes = [], Replicas = 0 }).Next.ShouldBe(DeprovisionStep.WaitForPods);
        (Everything with { Routes = [], Replicas = 0, Pods = [] }).Next.ShouldBe(DeprovisionStep.Export);
        (Everything with { Routes = [], Replicas = 0, Pods = [], ExportSettled = true }).Next.ShouldBe(DeprovisionStep.DeleteNamespace);
    }

    [Fact]
    public void Next_NamespaceOnItsWayOut_WaitsForIt() =>
        (Everything with { Routes = [], Namespace = new V1Namespace { Metadata = new V1ObjectMeta { DeletionTimestamp = DateTime.UnixEpoch } } }).Next.ShouldBe(DeprovisionStep.WaitForNamespace);

    [Fact]
    public void Next_VolumeLeft_IsNotReleased() =>
        new DeprovisionFacts { Volumes = [new V1PersistentVolume()] }.Next.ShouldBe(DeprovisionStep.WaitForVolumes);

    [Fact]
    public void Next_NothingLeft_Releases() => new DeprovisionFacts().Next.ShouldBe(DeprovisionStep.Release);
}
