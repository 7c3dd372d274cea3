namespace McpTenants.Operator.Vaults;

/// <summary>What a process remembers of a tenant between two looks. Losing it costs nothing but a new beginning of what was being counted.</summary>
/// <param name="Question">What was asked for, of whom: when that changes, waiting is over.</param>
/// <param name="Due">The next read.</param>
/// <param name="Failures">Bad reads in a row.</param>
/// <param name="AbsentSince">When a secret was first found absent; null when none is.</param>
/// <param name="LastSync">When all secrets were last read.</param>
/// <param name="Problem">What was wrong at the last read.</param>
/// <param name="Asked">Whether this process asked the vault at all.</param>
internal sealed record SecretsMemory(string Question, DateTimeOffset Due, int Failures, DateTimeOffset? AbsentSince, DateTimeOffset? LastSync, VaultProblem? Problem, bool Asked);
