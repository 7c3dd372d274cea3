namespace McpTenants.Operator.Vaults.Decide;

/// <summary>What came of reading all secrets of a tenant: either every value, or the first thing that was wrong.</summary>
/// <param name="Values">Values by file; used only when there is no problem.</param>
/// <param name="Problem">Why there are not all of them.</param>
/// <param name="Missing">The secret that was not found, and what speaks for its deletion; null when none was missing.</param>
internal sealed record VaultReadings(IReadOnlyDictionary<string, SecretValue> Values, VaultProblem? Problem = null, MissingSecret? Missing = null);

/// <summary>A secret that was not found.</summary>
/// <param name="Secret">Name in the vault.</param>
/// <param name="Evidence">What else the vault said of it.</param>
internal sealed record MissingSecret(string Secret, DeletionEvidence Evidence);

/// <summary>What speaks for the deletion of a secret that was not found.</summary>
internal enum DeletionEvidence
{
    /// <summary>Nothing could be learned.</summary>
    Unknown,

    /// <summary>A list of the vault's secrets has it: only the version, or the moment, was wrong.</summary>
    Present,

    /// <summary>A complete list of the vault's secrets does not have it.</summary>
    Absent,

    /// <summary>It is among the vault's deleted secrets.</summary>
    Deleted,
}
