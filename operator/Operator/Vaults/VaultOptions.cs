namespace McpTenants.Operator.Vaults;

/// <summary>How vaults are read.</summary>
internal sealed record VaultOptions
{
    /// <summary>
    /// Requests per second to one vault, all tenants together. Default 100: a quarter of what Azure documents for one vault and region (4,000 in 10 seconds),
    /// because other programs read it too.
    /// </summary>
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>Requests to one vault that may leave at once: two seconds' worth.</summary>
    public int Burst => RequestsPerSecond * 2;

    /// <summary>Longest time for one answer. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a secret has to be absent before that counts as deleted, where the identity may not look at deleted secrets. Default 5 minutes.</summary>
    public TimeSpan ConfirmDeletionAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Tenants read at the same time. Default 16: they wait for answers, not for processors.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>PEM file with certificate authorities trusted besides the system's; empty for none.</summary>
    public string CaFile { get; init; } = "";
}
