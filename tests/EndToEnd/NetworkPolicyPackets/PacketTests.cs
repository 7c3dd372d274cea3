using System.Net;
using System.Net.Sockets;
using EndToEnd.Support;

namespace EndToEnd.NetworkPolicyPackets;

/// <summary>The cluster that all other tests of isolation stand on really lets through and really stops what NetworkPolicies say.</summary>
public sealed class PacketTests
{
    [Fact]
    public async Task NoPolicy_EverythingPasses()
    {
        await using var lab = await PacketLab.CreateAsync();

        (await PacketLab.ConnectsAsync(lab.Home, lab.WebAddress, 8080)).ShouldBeTrue();
        (await PacketLab.ConnectsAsync(lab.Away, lab.WebAddress, 8081)).ShouldBeTrue();
        (await PacketLab.ConnectsAsync(lab.Away, lab.ServiceAddress, 80)).ShouldBeTrue();
        (await PacketLab.ConnectsAsync(lab.Away, await NodeAddressAsync(), 10250)).ShouldBeTrue();
        (await PacketLab.ConnectsAsync(lab.Away, "kubernetes.default", 443)).ShouldBeTrue();
        (await PacketLab.ResolvesAsync(lab.Away)).ShouldBeTrue();
    }

    [Fact]
    public async Task IngressByPodAndNamedPort_OnlyThatPasses()
    {
        await using var lab = await PacketLab.CreateAsync();

        await lab.PolicyAsync("{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}], ports: [{port: http}]}]}");
        await PacketLab.IsClosedAsync(lab.Away, lab.WebAddress, 8080);

        (await PacketLab.ConnectsAsync(lab.Home, lab.WebAddress, 8080)).ShouldBeTrue();
        (await PacketLab.ConnectsAsync(lab.Home, lab.ServiceAddress, 80)).ShouldBeTrue();
        (await PacketLab.ConnectsAsync(lab.Home, lab.WebAddress, 8081)).ShouldBeFalse();
        (await PacketLab.ConnectsAsync(lab.Away, lab.ServiceAddress, 80)).ShouldBeFalse();
    }

    [Fact]
    public async Task IngressByNamespace_LetsThatNamespaceIn()
    {
        await using var lab = await PacketLab.CreateAsync();

        await lab.PolicyAsync($$$$"""{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {packets: "{{{{lab.Away}}}}"}}}]}]}""");
        await PacketLab.IsClosedAsync(lab.Home, lab.WebAddress, 8080);

        (await PacketLab.ConnectsAsync(lab.Away, lab.WebAddress, 8080)).ShouldBeTrue();
    }

    [Fact]
    public async Task EgressToDnsOnly_StopsPodsNodeAndApiServer()
    {
        await using var lab = await PacketLab.CreateAsync();

        await lab.PolicyAsync("""
            {podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}]}]}
            """);
        await PacketLab.IsClosedAsync(lab.Home, lab.WebAddress, 8080);

        (await PacketLab.ResolvesAsync(lab.Home)).ShouldBeTrue();
        (await PacketLab.ConnectsAsync(lab.Home, "kube-dns.kube-system", 53)).ShouldBeFalse();
        (await PacketLab.ConnectsAsync(lab.Home, await NodeAddressAsync(), 10250)).ShouldBeFalse();
        (await PacketLab.ConnectsAsync(lab.Home, "kubernetes.default", 443)).ShouldBeFalse();

        // Only what the policy selects is closed.
        (await PacketLab.ConnectsAsync(lab.Away, lab.WebAddress, 8080)).ShouldBeTrue();
    }

    [Fact]
    public async Task EgressToBlockWithHole_StopsTheHole()
    {
        Assert.SkipUnless(OutsideAddress is not null, "the address that plays the internet is part of the local cluster");
        await using var lab = await PacketLab.CreateAsync();
        using var outside = new TcpListener(OutsideAddress!, 0);
        outside.Start();
        var port = ((IPEndPoint)outside.LocalEndpoint).Port;
        (await PacketLab.ConnectsAsync(lab.Home, $"{OutsideAddress}", port)).ShouldBeTrue();

        await lab.PolicyAsync($$$"""{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: ["{{{lab.WebAddress}}}/32"]}}]}]}""");
        await PacketLab.IsClosedAsync(lab.Home, lab.WebAddress, 8080);
        (await PacketLab.ConnectsAsync(lab.Home, $"{OutsideAddress}", port)).ShouldBeTrue();

        await lab.PolicyAsync("{podSelector: {}, policyTypes: [Egress]}");
        await PacketLab.IsClosedAsync(lab.Home, $"{OutsideAddress}", port);
    }

    [Fact]
    public async Task PodUnderDenyAll_IsNeverOpenNotEvenAtItsStart()
    {
        await using var lab = await PacketLab.CreateAsync();
        await lab.PolicyAsync("{podSelector: {matchLabels: {app: early}}, policyTypes: [Ingress, Egress]}");

        // It tries from its first moment on and would end well if a single attempt got through.
        await Kubectl.RunAsync(
            ["-n", lab.Home, "run", "early", "--labels=app=early", "--image=mcptenants.dev/probe:dev", "--restart=Never", "--",
             "sh", "-c", $"for i in $(seq 30); do nc -z -w 1 {lab.WebAddress} 8080 && exit 0; done; exit 1"]);
        var phase = "";
        await Eventually.HoldsAsync("the early pod ends", TimeSpan.FromSeconds(90), async () =>
            (phase = (await Kubectl.RunAsync(["-n", lab.Home, "get", "pod", "early", "-o", "jsonpath={.status.phase}"])).Trim()) is "Succeeded" or "Failed");

        phase.ShouldBe("Failed");
    }

    // Known by the local cluster only (dev/cluster/lib/layout.sh); a cluster of somebody else has an internet of its own.
    private static IPAddress? OutsideAddress =>
        System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.Name == "mcpt0")
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.ToString().StartsWith("203.0.113.", StringComparison.Ordinal));

    private static async Task<string> NodeAddressAsync() =>
        (await Kubectl.RunAsync(["get", "nodes", "-o", "jsonpath={.items[0].status.addresses[0].address}"])).Trim();
}
