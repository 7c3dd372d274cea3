namespace KeyVaultEmulator.Vault;

/// <summary>What an identity may do in a vault.</summary>
[Flags]
internal enum Permissions
{
    None = 0,

    /// <summary>Read values.</summary>
    Get = 1,

    /// <summary>List names and attributes.</summary>
    List = 2,

    /// <summary>Write versions and attributes.</summary>
    Set = 4,

    /// <summary>Delete, and look at what is deleted.</summary>
    Delete = 8,

    /// <summary>Recover.</summary>
    Recover = 16,

    /// <summary>Purge.</summary>
    Purge = 32,

    /// <summary>The built-in role Key Vault Secrets User: it cannot look at deleted secrets.</summary>
    SecretsUser = Get | List,

    /// <summary>The built-in role Key Vault Secrets Officer.</summary>
    SecretsOfficer = Get | List | Set | Delete | Recover | Purge,
}

/// <summary>A role assignment.</summary>
/// <param name="ObjectId">Who.</param>
/// <param name="Permissions">What.</param>
/// <param name="Secret">On which secret; null for the whole vault.</param>
internal sealed record Grant(Guid ObjectId, Permissions Permissions, string? Secret = null);
