namespace KeyVaultEmulator.Vault;

/// <summary>How a vault deletes.</summary>
internal sealed record VaultRules
{
    /// <summary>Days for which a deleted secret can be recovered: 7 to 90. Default 90.</summary>
    public int RetentionDays { get; init; } = 90;

    /// <summary>Nothing can be purged before its time. Default false.</summary>
    public bool PurgeProtection { get; init; }

    /// <summary>Time until a deletion or a recovery is seen by everybody. Default 5 seconds.</summary>
    public TimeSpan Consistency { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The rules in one word, as attributes carry it.</summary>
    public string RecoveryLevel => PurgeProtection ? "Recoverable" : "Recoverable+Purgeable";
}
