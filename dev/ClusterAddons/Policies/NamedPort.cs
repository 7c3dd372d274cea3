namespace ClusterAddons.Policies;

/// <summary>A container port that policies may name.</summary>
internal sealed record NamedPort(string Name, string Protocol, int Number);
