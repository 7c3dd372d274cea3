namespace McpTenants.Gateway.Lifecycle;

/// <summary>Asks why the workload has no pod although its scale is 1; null when nothing is known to be wrong. Does not throw for an API server that is away.</summary>
/// <param name="ns">The tenant's namespace.</param>
/// <param name="ct">Gives up.</param>
internal delegate Task<WakeTrouble?> WorkloadLook(string ns, CancellationToken ct);
