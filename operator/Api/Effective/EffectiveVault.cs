using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>The secrets that a tenant wants from a vault, with every default filled in.</summary>
public sealed record EffectiveVault
{
    /// <summary>Ending of the file with the value before a rotation.</summary>
    public const string PreviousSuffix = ".previous";

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromHours(1);
    private static readonly TimeSpan DefaultStaleness = TimeSpan.FromHours(1);

    /// <summary>Name of the McpVaultBinding.</summary>
    public required string Binding { get; init; }

    /// <summary>Time between two reads.</summary>
    public required TimeSpan RefreshInterval { get; init; }

    /// <summary>How long both values are mounted after a rotation.</summary>
    public required TimeSpan RotationGrace { get; init; }

    /// <summary>Age of the last good read that is too old.</summary>
    public required TimeSpan MaxStaleness { get; init; }

    /// <summary>What a confirmed deletion does.</summary>
    public required VaultDeletion OnDeleted { get; init; }

    /// <summary>What a rotation does to a running instance.</summary>
    public required SecretReload Reload { get; init; }

    /// <summary>The secrets, by file.</summary>
    public required IReadOnlyList<EffectiveVaultItem> Items { get; init; }

    /// <summary>What a tenant wants; null when it wants nothing from a vault.</summary>
    public static EffectiveVault? Of(SecretsSpec? secrets)
    {
        if (secrets is not { Provider: SecretProvider.KeyVault, KeyVault: { } vault })
            return null;
        var interval = Duration(vault.RefreshInterval, DefaultInterval);
        return new EffectiveVault
        {
            Binding = vault.Binding,
            RefreshInterval = interval,
            RotationGrace = Duration(vault.RotationGrace, DefaultGrace),
            MaxStaleness = Duration(vault.MaxStaleness, interval * 3 > DefaultStaleness ? interval * 3 : DefaultStaleness),
            OnDeleted = vault.OnDeleted ?? VaultDeletion.Retain,
            Reload = vault.Reload ?? SecretReload.Files,
            Items = [.. vault.Items.Select(EffectiveVaultItem.Of).OrderBy(item => item.File, StringComparer.Ordinal)],
        };
    }

    private static TimeSpan Duration(string? text, TimeSpan fallback) => GoDuration.TryParse(text, out var value) ? value : fallback;
}

/// <summary>One secret of a vault.</summary>
/// <param name="File">File that it becomes.</param>
/// <param name="Secret">Name in the vault.</param>
/// <param name="Version">Pinned version; null for the newest.</param>
public sealed record EffectiveVaultItem(string File, string Secret, string? Version)
{
    internal static EffectiveVaultItem Of(KeyVaultItem item) =>
        new(item.File is { Length: > 0 } file ? file : item.Secret, item.Secret, item.Version is { Length: > 0 } version ? version : null);
}
