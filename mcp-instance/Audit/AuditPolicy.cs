namespace McpTenants.Audit;

/// <summary>What a tenant wants of its trail.</summary>
public sealed record AuditPolicy
{
    /// <summary>UID of the tenant, which every record carries.</summary>
    public required string Tenant { get; init; }

    /// <summary>How long records are kept. Default 400 days; source <c>spec.audit.retention</c>.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Whether calls are refused while no record can be written. Default true; source <c>spec.audit.failClosed</c>.</summary>
    public bool FailClosed { get; init; } = true;

    /// <summary>What a record waits for before the call is answered. Default <see cref="AuditSync.Changes"/>; source <c>spec.audit.sync</c>.</summary>
    public AuditSync Sync { get; init; }

    internal bool MustFlush(AuditEntry entry) => entry.IsChange || Sync is AuditSync.EveryCall;
}
