using System.Net;
using System.Net.Sockets;

namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>
/// Which addresses connectors may talk to: public ones. Judged after name resolution, on the address that is connected to; an IPv4 address inside an IPv6 one
/// (mapped, NAT64, 6to4) is judged as the IPv4 address that packets will reach.
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            // This network, private, shared (CGNAT), loopback, link-local with the metadata services, protocol assignments, documentation, 6to4 relays,
            // Azure's wire server, benchmarks, multicast, reserved.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "168.63.129.16/32", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            // Inside global unicast: protocol assignments with Teredo and ORCHID, documentation.
            "2001::/23", "2001:db8::/32", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily is AddressFamily.InterNetwork)
            return !Refused.Any(range => range.BaseAddress.AddressFamily == AddressFamily.InterNetwork && range.Contains(address));
        if (address.AddressFamily is not AddressFamily.InterNetworkV6 || address.ScopeId != 0)
            return false;
        var bytes = address.GetAddressBytes();
        if (address.IsIPv4MappedToIPv6 || Nat64.Contains(address))
            return IsPublic(new IPAddress(bytes.AsSpan(12, 4)));
        if (SixToFour.Contains(address))
            return IsPublic(new IPAddress(bytes.AsSpan(2, 4)));
        return GlobalUnicast.Contains(address) && !Refused.Any(range => range.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 && range.Contains(address));
    }
}
