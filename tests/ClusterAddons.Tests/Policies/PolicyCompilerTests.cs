using System.Net;
using ClusterAddons.Policies;
using k8s.Models;

namespace ClusterAddons.Tests.Policies;

public sealed class PolicyCompilerTests
{
    [Fact]
    public void Compile_NoPolicy_RestrictsNothing() => World.RulesOf(World.WebInA).ShouldBe(new PodRules(World.WebInA, null, null));

    [Fact]
    public void Compile_PolicyWithoutRules_ClosesTheNamedDirectionOnly()
    {
        var rules = World.RulesOf(World.WebInA, World.Policy("a", new() { PodSelector = new(), PolicyTypes = ["Egress"] }));

        rules.Ingress.ShouldBeNull();
        rules.Egress.ShouldBeEmpty();
    }

    [Fact]
    public void Compile_PolicyOfAnotherNamespace_IsIgnored() =>
        World.RulesOf(World.WebInA, World.Policy("b", new() { PodSelector = new(), PolicyTypes = ["Ingress"] })).Ingress.ShouldBeNull();

    [Fact]
    public void Compile_RuleWithoutPeers_AllowsAnyone()
    {
        var rules = World.RulesOf(World.WebInA, World.Policy("a", new() { PodSelector = new(), PolicyTypes = ["Ingress"], Ingress = [new()] }));

        rules.Ingress.ShouldHaveSingleItem().ShouldBe(new AllowRule(new Remote.Anyone(), null));
    }

    [Fact]
    public void Compile_PodSelectorAlone_MeansTheOwnNamespace() =>
        PeersOf(new() { PodSelector = World.Selecting("app", "client") }).ShouldBe([World.ClientInA.Address]);

    [Fact]
    public void Compile_NamespaceSelectorAlone_MeansAllPodsThere() =>
        PeersOf(new() { NamespaceSelector = World.Selecting("team", "b") }).ShouldBe([World.WebInB.Address, World.ClientInB.Address]);

    [Fact]
    public void Compile_BothSelectors_MustBothMatch() =>
        PeersOf(new() { NamespaceSelector = World.Selecting("team", "b"), PodSelector = World.Selecting("app", "web") }).ShouldBe([World.WebInB.Address]);

    [Fact]
    public void Compile_SelectorThatMatchesNothing_AllowsNobody() =>
        PeersOf(new() { NamespaceSelector = World.Selecting("kubernetes.io/metadata.name", "a") }).ShouldBeEmpty();

    [Fact]
    public void Compile_IpBlock_KeepsItsHoles()
    {
        var block = (Remote.Block)RemoteOf(new() { IpBlock = new() { Cidr = "10.0.0.0/8", Except = ["10.1.0.0/16"] } });

        block.Network.ShouldBe(IPNetwork.Parse("10.0.0.0/8"));
        block.Except.ShouldBe([IPNetwork.Parse("10.1.0.0/16")]);
    }

    [Fact]
    public void Compile_NamedPortOnIngress_IsTheReceiversOwn()
    {
        var rules = World.RulesOf(World.WebInA, World.Policy("a", new()
        {
            PodSelector = new(),
            PolicyTypes = ["Ingress"],
            Ingress = [new() { Ports = [new() { Port = "http" }, new() { Port = "unknown" }] }],
        }));

        rules.Ingress.ShouldHaveSingleItem().Ports.ShouldBe([new PortRange("TCP", 8080, 8080)]);
    }

    [Fact]
    public void Compile_NamedPortNobodyHas_OpensNoPort()
    {
        var rules = World.RulesOf(World.WebInA, World.Policy("a", new()
        {
            PodSelector = new(),
            PolicyTypes = ["Ingress"],
            Ingress = [new() { Ports = [new() { Port = "unknown" }] }],
        }));

        rules.Ingress.ShouldHaveSingleItem().Ports.ShouldBeEmpty();
    }

    [Fact]
    public void Compile_NamedPortOnEgress_IsThatOfEachPeer()
    {
        var rules = World.RulesOf(World.ClientInA, World.Policy("a", new()
        {
            PodSelector = World.Selecting("app", "client"),
            PolicyTypes = ["Egress"],
            Egress = [new() { Ports = [new() { Port = "http" }], To = [new() { NamespaceSelector = new(), PodSelector = World.Selecting("app", "web") }] }],
        }));

        rules.Egress!.Select(rule => (((Remote.Addresses)rule.Remote).Members.Single(), rule.Ports!.Single().First))
            .ShouldBe([(World.WebInA.Address, 8080), (World.WebInB.Address, 9090)]);
    }

    [Fact]
    public void Compile_TwoPolicies_AddUp()
    {
        var closed = World.Policy("a", new() { PodSelector = new(), PolicyTypes = ["Ingress", "Egress"] });
        var open = World.Policy("a", new() { PodSelector = World.Selecting("app", "web"), PolicyTypes = ["Ingress"], Ingress = [new()] });

        World.RulesOf(World.WebInA, closed, open).Ingress.ShouldHaveSingleItem();
        World.RulesOf(World.ClientInA, closed, open).Ingress.ShouldBeEmpty();
    }

    private static IReadOnlyList<IPAddress> PeersOf(V1NetworkPolicyPeer peer) => ((Remote.Addresses)RemoteOf(peer)).Members;

    private static Remote RemoteOf(V1NetworkPolicyPeer peer) =>
        World.RulesOf(World.WebInA, World.Policy("a", new() { PodSelector = new(), PolicyTypes = ["Ingress"], Ingress = [new() { FromProperty = [peer] }] }))
            .Ingress!.Single().Remote;
}
