using System.Net;
using System.Net.Sockets;
using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Egress goes to named public ranges and ports only.</summary>
internal static class EgressPolicy
{
    // Two halves of the internet are the internet.
    private const int WidestV4 = 8;
    private const int WidestV6 = 16;

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var rules = input.Tenant.Spec.Isolation?.Egress ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            var field = $"spec.isolation.egress[{i}]";
            if (Problem(rules[i].Cidr, input.Platform) is var (problem, remedy))
                yield return Violation.Of(Reasons.EgressNotAllowed, field + ".cidr", problem, remedy);
            else if (rules[i].Ports.Count == 0)
                yield return Violation.Of(Reasons.EgressNotAllowed, field + ".ports", "no port is named", "list the ports the instance needs");
            else if (rules[i].Ports.FirstOrDefault(port => port.Port is < 1 or > 65535) is { } port)
                yield return Violation.Of(Reasons.EgressNotAllowed, field + ".ports", $"{port.Port} is not a port", "use 1 to 65535");
        }
    }

    private static (string Problem, string Remedy)? Problem(string cidr, PlatformPolicy platform)
    {
        // Parsing alone clears the bits after the prefix, and the API server then refuses the network policy.
        if (!IPNetwork.TryParse(cidr, out var range) || !IPAddress.TryParse(cidr.AsSpan(0, cidr.IndexOf('/', StringComparison.Ordinal)), out var address) || !range.BaseAddress.Equals(address))
            return ($"'{Names.Shown(cidr)}' is not an address range", "write one such as 203.0.113.0/24, with no bits set after the prefix");
        // IPNetwork compares mapped addresses as IPv4, so no IPv6 range would catch them.
        if (address.IsIPv4MappedToIPv6)
            return ($"{cidr} is an IPv4 range in IPv6 notation", "write it as IPv4");
        if (ForbiddenRanges.Containing(range, platform.ClusterCidrs) is { } forbidden)
            return ($"{cidr} lies in {forbidden}, which is private, link-local, reserved or the cluster's own", "tenants may only reach public addresses");
        var widest = range.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? WidestV4 : WidestV6;
        return range.PrefixLength < widest && !platform.AllowInternetEgress
            ? ($"{cidr} opens the internet", $"name the ranges the instance needs, /{widest} or longer, or have the platform set allowInternetEgress")
            : null;
    }
}
