using System.Net;
using System.Net.Sockets;

namespace McpTenants.Gateway.Authentication;

/// <summary>Tells public addresses from those that lead inside: private, link-local (cloud metadata), loopback, carrier-grade NAT, multicast.</summary>
internal static class AddressRanges
{
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "224.0.0.0/3", "168.63.129.16/32", "::/127", "64:ff9b::/96", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Inside.Any(n => n.Contains(plain));
    }
}
