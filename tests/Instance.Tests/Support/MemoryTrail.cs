using System.Collections.Concurrent;
using McpTenants.Audit;

namespace Instance.Tests.Support;

/// <summary>An audit trail without a disk.</summary>
internal sealed class MemoryTrail : IAuditTrail
{
    public ConcurrentQueue<AuditEntry> Entries { get; } = new();

    /// <summary>Whether everything is refused before it happens.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether records are lost after it happened.</summary>
    public bool IsBroken { get; set; }

    public Task EnsureWritableAsync(CancellationToken cancellationToken) => IsClosed ? throw new AuditUnavailableException() : Task.CompletedTask;

    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (IsBroken)
            throw new AuditUnavailableException();
        Entries.Enqueue(entry);
        return Task.CompletedTask;
    }
}
