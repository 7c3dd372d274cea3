using System.Net;

namespace McpTenants.Api;

/// <summary>Addresses no tenant may reach: private, shared, loopback, link-local (cloud metadata), multicast and reserved ranges, Azure's wire server, and the cluster's own.</summary>
public static class ForbiddenRanges
{
    private static readonly IPNetwork[] Always =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "::ffff:0:0/96", "64:ff9b::/96", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>The forbidden range that contains the whole of <paramref name="range"/>; null when there is none.</summary>
    public static IPNetwork? Containing(IPNetwork range, IEnumerable<string> clusterRanges)
    {
        foreach (var forbidden in All(clusterRanges))
        {
            if (Covers(forbidden, range))
                return forbidden;
        }

        return null;
    }

    /// <summary>Forbidden ranges inside <paramref name="cidr"/>, which a network policy has to except.</summary>
    public static IReadOnlyList<string> CarveOuts(string cidr, IEnumerable<string> clusterRanges) =>
        !IPNetwork.TryParse(cidr, out var range) ? []
        : [.. All(clusterRanges).Where(forbidden => Covers(range, forbidden) && forbidden != range).Select(forbidden => forbidden.ToString()).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether an address lies in a range that is forbidden everywhere. An IPv4 address in IPv6 notation is judged as what packets go to.</summary>
    public static bool Contains(IPAddress address)
    {
        var target = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Always.Any(range => range.BaseAddress.AddressFamily == target.AddressFamily && range.Contains(target));
    }

    private static IEnumerable<IPNetwork> All(IEnumerable<string> clusterRanges) =>
        Always.Concat(clusterRanges.Where(range => IPNetwork.TryParse(range, out _)).Select(IPNetwork.Parse));

    private static bool Covers(IPNetwork outer, IPNetwork inner) =>
        outer.BaseAddress.AddressFamily == inner.BaseAddress.AddressFamily && outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);
}
