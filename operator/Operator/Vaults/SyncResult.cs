using McpTenants.Operator.Vaults.Decide;

namespace McpTenants.Operator.Vaults;

/// <summary>How a look at a tenant's secrets ended.</summary>
/// <param name="Report">What to tell; null when the vault was not asked since this process started.</param>
/// <param name="LookAgainIn">When something may have to be done next.</param>
/// <param name="Written">The set that was written; null for none.</param>
internal sealed record SyncResult(VaultReport? Report, TimeSpan LookAgainIn, MountedSet? Written);
