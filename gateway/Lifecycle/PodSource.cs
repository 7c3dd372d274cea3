namespace McpTenants.Gateway.Lifecycle;

/// <summary>
/// Feeds the pods of one tenant's namespace until cancelled: the whole set after every change. It reconnects by itself; while it cannot, nothing
/// is reported.
/// </summary>
internal delegate Task PodSource(string ns, Action<IReadOnlyList<PodFacts>> changed, CancellationToken ct);
