using k8s.Models;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;

namespace Kubernetes.Tests.Runtime.Controllers;

public sealed class PredicateTests
{
    public static TheoryData<string, bool> Changes => new()
    {
        { "nothing but status", false },
        { "generation", true },
        { "deletion", true },
        { "finalizer", true },
        { "label", true },
        { "annotation", true },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Point33_Update_CountsForMoreThanItsGeneration(string change, bool counts)
    {
        var after = Deployment();
        _ = change switch
        {
            "generation" => after.Metadata.Generation = 2,
            "deletion" => (after.Metadata.DeletionTimestamp = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)) is null ? 0 : 1,
            "finalizer" => (after.Metadata.Finalizers = ["f"]).Count,
            "label" => (after.Metadata.Labels = new Dictionary<string, string> { ["a"] = "c" }).Count,
            "annotation" => (after.Metadata.Annotations = new Dictionary<string, string> { ["a"] = "b" }).Count,
            _ => (after.Status = new V1DeploymentStatus { Replicas = 3 }).Replicas,
        };
        Predicates.ConfigurationChanged(Updated(Deployment(), after)).ShouldBe(counts);
    }

    [Fact]
    public void Point33_KindWithoutGeneration_AlwaysCounts()
    {
        var item = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "ns" } };
        Predicates.ConfigurationChanged(new InformerEvent<V1ConfigMap> { Type = InformerEventType.Updated, Key = default, Old = item, New = item }).ShouldBeTrue();
    }

    [Fact]
    public void Point37_StatusNoise_CountsOnlyWhereItFeedsUs()
    {
        var ready = Predicates.Changed<V1Deployment>(d => d.Status?.ReadyReplicas);
        var noisy = Deployment();
        noisy.Status = new V1DeploymentStatus { ObservedGeneration = 9 };
        var now = Deployment();
        now.Status = new V1DeploymentStatus { ReadyReplicas = 1 };
        ready(Updated(Deployment(), noisy)).ShouldBeFalse();
        ready(Updated(Deployment(), now)).ShouldBeTrue();
        Predicates.Or(Predicates.ConfigurationChanged, ready)(Updated(Deployment(), now)).ShouldBeTrue();
    }

    private static InformerEvent<V1Deployment> Updated(V1Deployment old, V1Deployment current)
        => new() { Type = InformerEventType.Updated, Key = default, Old = old, New = current };

    private static V1Deployment Deployment() => new()
    {
        Metadata = new V1ObjectMeta { Name = "d", NamespaceProperty = "ns", Generation = 1, Labels = new Dictionary<string, string> { ["a"] = "b" } },
    };
}
