using McpTenants.Api;

namespace McpTenants.Operator.Vaults;

/// <summary>How a tenant's secrets are doing, for the pipeline to tell.</summary>
/// <param name="TenantUid">The tenant: a successor of the same name starts without a past.</param>
/// <param name="Vault">Host of the vault; empty when no binding is known.</param>
/// <param name="Problem">What is wrong; null when the set is what the vault has.</param>
/// <param name="Secrets">What is mounted; null for nothing.</param>
/// <param name="IsStale">The last good read is older than the tenant wants.</param>
internal sealed record VaultReport(string TenantUid, string Vault, VaultProblem? Problem, SecretsStatus? Secrets, bool IsStale);
