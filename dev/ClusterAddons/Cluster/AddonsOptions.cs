using ClusterAddons.Edge;

namespace ClusterAddons.Cluster;

/// <summary>What the add-ons work on.</summary>
/// <param name="Kubeconfig">Access to the local cluster.</param>
/// <param name="HostsFile">The file cluster DNS answers from.</param>
/// <param name="Edge">The edge's files.</param>
/// <param name="Nodes">The nodes to filter packets on.</param>
internal sealed record AddonsOptions(string Kubeconfig, string HostsFile, EdgeSettings Edge, IReadOnlyList<Node> Nodes);
