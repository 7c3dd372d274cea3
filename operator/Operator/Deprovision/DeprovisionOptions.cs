namespace McpTenants.Operator.Deprovision;

/// <summary>How tenants are removed.</summary>
internal sealed record DeprovisionOptions
{
    /// <summary>Folder under which the claims of export targets are mounted, one folder per claim. Default <c>/archives</c>.</summary>
    public string ArchiveRoot { get; init; } = "/archives";

    /// <summary>Time that a best-effort export gets before the tenant is removed without it. Default 10 minutes.</summary>
    public TimeSpan BestEffortTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between two looks at something that sends no event. Default 2 seconds.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the platform keeps backups of etcd; null when the operator was not told. Stands in certificates.</summary>
    public TimeSpan? EtcdBackupRetention { get; init; }

    /// <summary>How long the platform keeps backups and snapshots of volumes; null when the operator was not told. Stands in certificates.</summary>
    public TimeSpan? VolumeBackupRetention { get; init; }

    /// <summary>On which legal basis the tombstone is kept. Stands in certificates.</summary>
    public string RecordBasis { get; init; } = "proof of erasure (GDPR Art. 5(2) and 17(3)(e))";

    /// <summary>From so many tenants on, deleted at once, the operator asks whether that is meant. 0: never. Default 5.</summary>
    public int MassDeletionMinimum { get; init; } = 5;

    /// <summary>And from this share of all tenants on, in percent. Default 30.</summary>
    public int MassDeletionPercent { get; init; } = 30;
}
