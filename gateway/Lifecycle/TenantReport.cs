namespace McpTenants.Gateway.Lifecycle;

/// <summary>What the operator's sleep decision needs to know of one tenant at this replica.</summary>
/// <param name="Phase">The phase here.</param>
/// <param name="Active">Requests forwarded or held: either forbids sleep.</param>
/// <param name="Idle">Monotonic time since the last activity, or since this replica started when it has seen none.</param>
/// <param name="Seen">False when this replica has served nothing for the tenant.</param>
/// <param name="Trouble">Why the last wake failed; null since the next one began.</param>
internal readonly record struct TenantReport(TenantPhase Phase, int Active, TimeSpan Idle, bool Seen, WakeTrouble? Trouble = null);
