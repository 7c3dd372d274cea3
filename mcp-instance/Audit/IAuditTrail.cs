namespace McpTenants.Audit;

/// <summary>Where a tenant's calls and credential uses are recorded. Thread-safe.</summary>
public interface IAuditTrail
{
    /// <summary>
    /// Returns when a record could be written now. To be awaited before anything that must not happen without a record: what
    /// <see cref="RecordAsync"/> refuses afterwards has already happened.
    /// </summary>
    /// <exception cref="AuditUnavailableException">Records cannot be written and the tenant's policy is to fail closed.</exception>
    Task EnsureWritableAsync(CancellationToken cancellationToken);

    /// <summary>Writes one record and returns when it is on disk. Concurrent callers share one flush.</summary>
    /// <exception cref="AuditUnavailableException">The record could not be written and the tenant's policy is to fail closed.</exception>
    Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken);
}
