using System.Net;
using ClusterAddons.Policies;

namespace ClusterAddons.Tests.Policies;

public sealed class NftablesRulesetTests
{
    [Fact]
    public void Write_NoPods_ClosesTheWholeRangeOfTheNode()
    {
        var text = NftablesRuleset.Write(World.Node, []);

        text.ShouldContain("set known { type ipv4_addr; }");
        text.ShouldContain("ip daddr 10.89.1.0/24 ip daddr != @known goto refuse");
    }

    [Fact]
    public void Write_UnrestrictedPod_IsKnownAndHasNoChain()
    {
        var text = NftablesRuleset.Write(World.Node, [new PodRules(World.WebInA, null, null)]);

        text.ShouldContain("set known { type ipv4_addr; elements = { 10.89.1.2 }; }");
        text.ShouldNotContain("chain in_10_89_1_2");
    }

    [Fact]
    public void Write_ClosedPod_DropsEverything() => ChainOf([]).ShouldBe("drop");

    [Fact]
    public void Write_AnyoneOnEveryPort_ReturnsFirst() => ChainOf([new AllowRule(new Remote.Anyone(), null)]).ShouldBe("return drop");

    [Fact]
    public void Write_AddressesAndPorts_AreSets() =>
        ChainOf([new AllowRule(new Remote.Addresses([World.WebInB.Address, World.ClientInB.Address]), [new("TCP", 80, 80), new("TCP", 8000, 8010), new("UDP", 53, 53)])])
            .ShouldBe("ip saddr { 10.89.1.4, 10.89.2.5 } tcp dport { 80, 8000-8010 } return ip saddr { 10.89.1.4, 10.89.2.5 } udp dport { 53 } return drop");

    [Fact]
    public void Write_BlockWithHoles_ExcludesThem() =>
        ChainOf([new AllowRule(new Remote.Block(IPNetwork.Parse("0.0.0.0/0"), [IPNetwork.Parse("10.0.0.0/8")]), [PortRange.All("TCP")])])
            .ShouldBe("ip saddr 0.0.0.0/0 ip saddr != { 10.0.0.0/8 } meta l4proto tcp return drop");

    [Fact]
    public void Write_NoAddressOrNoPort_OpensNothing() =>
        ChainOf([new AllowRule(new Remote.Addresses([]), null), new AllowRule(new Remote.Anyone(), [])]).ShouldBe("drop");

    [Fact]
    public void Write_PodOfAnotherNode_IsLeftToThatNode() =>
        NftablesRuleset.Write(World.Node, [new PodRules(World.ClientInB, [], [])]).ShouldNotContain("10_89_2_5");

    private static string ChainOf(IReadOnlyList<AllowRule> ingress)
    {
        var text = NftablesRuleset.Write(World.Node, [new PodRules(World.WebInA, ingress, null)]);
        var start = text.IndexOf('\n', text.IndexOf("chain in_10_89_1_2 {", StringComparison.Ordinal));
        var end = text.IndexOf('}', text.IndexOf("drop\n", start, StringComparison.Ordinal));
        return string.Join(' ', text[start..end].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
