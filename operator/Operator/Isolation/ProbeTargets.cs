using System.Net;
using McpTenants.Api;

namespace McpTenants.Operator.Isolation;

/// <summary>Chooses what a probe tries. Pure.</summary>
internal static class ProbeTargets
{
    private const int MostGateways = 2;
    private const int Http = 80;

    /// <summary>The targets of a tenant.</summary>
    /// <param name="tenant">The tenant; what it declared as egress is no leak.</param>
    /// <param name="surroundings">What stands in the cluster.</param>
    public static IReadOnlyList<ProbeTarget> Of(EffectiveTenant tenant, Surroundings surroundings) =>
    [
        // A suspended tenant has no egress at all, and its names need not resolve.
        .. tenant.Suspended ? [] : (ProbeTarget[])[new ProbeTarget("dns", Open: true)],
        .. Forbidden(surroundings).Where(target => !IsDeclared(tenant, target)),
    ];

    private static IEnumerable<ProbeTarget> Forbidden(Surroundings surroundings) =>
    [
        .. Gateways(surroundings.Gateways),
        .. At("gateway-service", surroundings.GatewayService),
        .. At("api-server", surroundings.ApiServer),
        new ProbeTarget("metadata", false, "169.254.169.254", Http),
        new ProbeTarget("wire-server", false, "168.63.129.16", Http),
    ];

    // Of two nodes if there are two: filters of one node may know what those of another do not.
    private static IEnumerable<ProbeTarget> Gateways(IReadOnlyList<GatewayPod> pods) => pods
        .OrderBy(pod => pod.Address, StringComparer.Ordinal)
        .DistinctBy(pod => pod.Node)
        .Take(MostGateways)
        .SelectMany((pod, i) => (ProbeTarget[])[new(Numbered("gateway", i), false, pod.Address, pod.Port), new(Numbered("gateway-admin", i), false, pod.Address, pod.AdminPort)]);

    private static string Numbered(string name, int index) => index == 0 ? name : $"{name}-{index + 1}";

    private static IEnumerable<ProbeTarget> At(string name, IPEndPoint? at) => at is null ? [] : [new ProbeTarget(name, false, at.Address.ToString(), at.Port)];

    private static bool IsDeclared(EffectiveTenant tenant, ProbeTarget target) =>
        IPAddress.TryParse(target.Host, out var address)
        && tenant.Egress.Any(rule => Contains(rule.Cidr, address) && !rule.Except.Any(range => Contains(range, address)) && rule.Ports.Any(p => p.Port == target.Port));

    private static bool Contains(string range, IPAddress address) => IPNetwork.TryParse(range, out var network) && network.Contains(address);
}
