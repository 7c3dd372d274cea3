namespace ClusterAddons.Policies;

/// <summary>What a pod may receive and send.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Ingress">Null: no policy restricts it. Empty: nothing may come in.</param>
/// <param name="Egress">Null: no policy restricts it. Empty: nothing may go out.</param>
internal sealed record PodRules(PodEndpoint Pod, IReadOnlyList<AllowRule>? Ingress, IReadOnlyList<AllowRule>? Egress);
