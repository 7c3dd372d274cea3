using k8s.Models;
using McpTenants.Gateway.Cluster;
using McpTenants.Gateway.Lifecycle;

namespace Gateway.Tests.Cluster;

public sealed class WorkloadTroubleTests
{
    [Fact]
    public void Read_QuotaFull_IsSaidInKubernetesWords()
    {
        var trouble = WorkloadTrouble.Read(Failing("pods \"a\" is forbidden: exceeded quota: mcp-limits", generation: 3, observed: 3))!;

        trouble.Failure.ShouldBe(WakeFailure.QuotaExceeded);
        trouble.Detail.ShouldBe("FailedCreate: pods \"a\" is forbidden: exceeded quota: mcp-limits");
    }

    [Fact]
    public void Read_AnyOtherRefusal_IsOfThePod() =>
        WorkloadTrouble.Read(Failing("violates PodSecurity", generation: 3, observed: 3))!.Failure.ShouldBe(WakeFailure.PodRefused);

    [Fact]
    public void Read_WordOfTheTimeBeforeOurWrite_SaysNothing() => WorkloadTrouble.Read(Failing("exceeded quota", generation: 3, observed: 2)).ShouldBeNull();

    [Fact]
    public void Read_Well_IsNull() => WorkloadTrouble.Read(new V1Deployment { Metadata = new V1ObjectMeta { Generation = 1 }, Status = new V1DeploymentStatus { ObservedGeneration = 1 } }).ShouldBeNull();

    [Fact]
    public void Read_LongMessage_IsCut() => WorkloadTrouble.Read(Failing(new string('x', 5000), 1, 1))!.Detail.Length.ShouldBe(WakeTrouble.MaxDetail);

    private static V1Deployment Failing(string message, long generation, long observed) => new()
    {
        Metadata = new V1ObjectMeta { Generation = generation },
        Status = new V1DeploymentStatus
        {
            ObservedGeneration = observed,
            Conditions = [new V1DeploymentCondition { Type = "ReplicaFailure", Status = "True", Reason = "FailedCreate", Message = message }],
        },
    };
}
