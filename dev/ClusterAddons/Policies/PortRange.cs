namespace ClusterAddons.Policies;

/// <summary>Ports of one protocol, both ends included.</summary>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="First">Lowest port.</param>
/// <param name="Last">Highest port.</param>
internal sealed record PortRange(string Protocol, int First, int Last)
{
    /// <summary>Every port of a protocol.</summary>
    public static PortRange All(string protocol) => new(protocol, 0, 65535);
}
