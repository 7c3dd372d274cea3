using k8s.Models;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;

namespace Kubernetes.Tests.Runtime.Controllers;

public sealed class MapTests
{
    private static readonly V1Deployment s_owner = new()
    {
        ApiVersion = "apps/v1",
        Kind = "Deployment",
        Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "ns", Uid = "uid-1" },
    };

    private readonly Store<V1Deployment> _owners = new(item => item, _ => { });

    [Theory]
    [InlineData("apps/v1", "Deployment", "uid-1", true, true)]
    [InlineData("apps/v1beta1", "Deployment", "uid-1", true, true)]
    [InlineData("other/v1", "Deployment", "uid-1", true, false)]
    [InlineData("apps/v1", "StatefulSet", "uid-1", true, false)]
    [InlineData("apps/v1", "Deployment", "uid-of-an-earlier-one", true, false)]
    [InlineData("apps/v1", "Deployment", "uid-1", false, false)]
    public void Point34_OwnedChild_MapsByControllerReference(string apiVersion, string kind, string uid, bool controller, bool maps)
    {
        _owners.Upsert(s_owner);
        var child = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta
            {
                Name = "c",
                NamespaceProperty = "ns",
                OwnerReferences = [new V1OwnerReference { ApiVersion = apiVersion, Kind = kind, Name = "web", Uid = uid, Controller = controller }],
            },
        };
        var keys = Map.ToController<V1ConfigMap, V1Deployment>(_owners)(child);
        keys.ShouldBe(maps ? [new NamespacedName("ns", "web")] : []);
    }

    [Fact]
    public void Point34_ClusterScopedOwner_HasAnEmptyNamespace()
    {
        var namespaces = new Store<V1Namespace>(item => item, _ => { });
        namespaces.Upsert(new V1Namespace { Metadata = new V1ObjectMeta { Name = "team", Uid = "u" } });
        var child = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta
            {
                Name = "c",
                NamespaceProperty = "ns",
                OwnerReferences = [new V1OwnerReference { ApiVersion = "v1", Kind = "Namespace", Name = "team", Uid = "u", Controller = true }],
            },
        };
        Map.ToController<V1ConfigMap, V1Namespace>(namespaces)(child).ShouldBe([new NamespacedName("team")]);
    }

    [Fact]
    public void Point35_ChildInAnotherNamespace_MapsByLabel()
    {
        var map = Map.ToLabel<V1ConfigMap>("example.dev/tenant");
        var child = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "ns", Labels = new Dictionary<string, string> { ["example.dev/tenant"] = "acme" } } };
        map(child).ShouldBe([new NamespacedName("acme")]);
        map(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "c" } }).ShouldBeEmpty();
    }

    [Fact]
    public void Point36_ReferencedObject_MapsThroughAnIndex()
    {
        _owners.AddIndex("secrets", d => [.. d.Metadata.Annotations?.Values ?? []]);
        _owners.Upsert(s_owner with { Metadata = s_owner.Metadata with { Annotations = new Dictionary<string, string> { ["secret"] = "ns/key" } } });
        var map = Map.ToReferrers<V1Secret, V1Deployment>(_owners, "secrets");
        map(new V1Secret { Metadata = new V1ObjectMeta { Name = "key", NamespaceProperty = "ns" } }).ShouldBe([new NamespacedName("ns", "web")]);
        map(new V1Secret { Metadata = new V1ObjectMeta { Name = "other", NamespaceProperty = "ns" } }).ShouldBeEmpty();
    }

    [Fact]
    public void Point35_ControllerReference_IsSetOnceAndComplete()
    {
        var child = new V1ConfigMap { Kind = "ConfigMap", Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "ns" } };
        Ownership.SetControllerReference(child, s_owner);
        Ownership.SetControllerReference(child, s_owner);
        child.Metadata.OwnerReferences!.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            r => r.Controller.ShouldBe(true), r => r.BlockOwnerDeletion.ShouldBe(true), r => r.Uid.ShouldBe("uid-1"));
    }

    [Fact]
    public void Point35_ChildOfSomebodyElseOrElsewhere_IsRefused()
    {
        var taken = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta
            {
                Name = "c",
                NamespaceProperty = "ns",
                OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "other", Uid = "uid-2", Controller = true }],
            },
        };
        var desired = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "ns" } };
        Should.Throw<TerminalException>(() => Ownership.SetControllerReference(desired, s_owner, observed: taken)).Message.ShouldContain("other");
        var elsewhere = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "another" } };
        Should.Throw<TerminalException>(() => Ownership.SetControllerReference(elsewhere, s_owner));
    }
}
