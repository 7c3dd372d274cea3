using System.Net;

namespace ClusterAddons.Policies;

/// <summary>One node's part of the network.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="Pods">The range its pods get addresses from.</param>
internal sealed record NodeNetwork(string Name, IPNetwork Pods);
