namespace k8s.LeaderElection;

/// <summary>The lease could not be renewed in time, or somebody else holds it. The process should end.</summary>
/// <param name="lease">Which lease.</param>
public sealed class LeadershipLostException(string lease) : Exception($"The lease {lease} is lost.");
