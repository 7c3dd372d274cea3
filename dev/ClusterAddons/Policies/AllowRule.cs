using System.Net;

namespace ClusterAddons.Policies;

/// <summary>One opening: any of these remote addresses and any of these ports.</summary>
/// <param name="Remote">Whom it is for.</param>
/// <param name="Ports">Null: every port and protocol, also those without ports such as ICMP. Empty: none.</param>
internal sealed record AllowRule(Remote Remote, IReadOnlyList<PortRange>? Ports);

/// <summary>The other side of a connection.</summary>
internal abstract record Remote
{
    private Remote()
    {
    }

    /// <summary>Anybody.</summary>
    public sealed record Anyone : Remote;

    /// <summary>These pods, by the addresses they have now.</summary>
    public sealed record Addresses(IReadOnlyList<IPAddress> Members) : Remote;

    /// <summary>A block of addresses with holes.</summary>
    public sealed record Block(IPNetwork Network, IReadOnlyList<IPNetwork> Except) : Remote;
}
