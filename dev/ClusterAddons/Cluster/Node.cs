using System.Globalization;
using System.Net;
using ClusterAddons.Policies;

namespace ClusterAddons.Cluster;

/// <summary>A node of the local cluster as this program reaches it.</summary>
/// <param name="Network">Its part of the pod network.</param>
/// <param name="ProcessId">A process in its network namespace.</param>
/// <param name="RecordDirectory">Where its CNI plugin writes which pod has which address.</param>
internal sealed record Node(NodeNetwork Network, int ProcessId, string RecordDirectory)
{
    /// <summary>Reads "name=process,pod range,record directory".</summary>
    public static Node Parse(string text)
    {
        var name = text[..text.IndexOf('=', StringComparison.Ordinal)];
        var parts = text[(name.Length + 1)..].Split(',');
        return new Node(new NodeNetwork(name, IPNetwork.Parse(parts[1])), int.Parse(parts[0], CultureInfo.InvariantCulture), parts[2]);
    }
}
