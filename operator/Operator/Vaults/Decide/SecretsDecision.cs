namespace McpTenants.Operator.Vaults.Decide;

/// <summary>What to do with what was read.</summary>
/// <param name="Set">The set that shall be mounted; null when there never was one.</param>
/// <param name="Write">Whether it differs from what is mounted.</param>
/// <param name="Problem">What is wrong; null when the set is what the vault has.</param>
/// <param name="AbsentSince">When a secret was first found absent; null when none is.</param>
internal sealed record SecretsDecision(MountedSet? Set, bool Write, VaultProblem? Problem, DateTimeOffset? AbsentSince = null);
