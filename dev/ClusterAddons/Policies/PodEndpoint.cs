using System.Net;

namespace ClusterAddons.Policies;

/// <summary>A pod as the policies see it: an address with labels and named ports.</summary>
internal sealed record PodEndpoint(
    string Namespace, string Name, IPAddress Address, IDictionary<string, string> Labels, IReadOnlyList<NamedPort> Ports)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
