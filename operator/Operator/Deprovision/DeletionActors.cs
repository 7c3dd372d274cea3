using System.Collections.Concurrent;

namespace McpTenants.Operator.Deprovision;

/// <summary>Who deleted which tenant, as the admission webhook of this process saw it. A hint for the record: another replica may have answered, or none.</summary>
internal sealed class DeletionActors
{
    // Far above what is deleted between two passes; bounds the memory if deletions are refused elsewhere.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, string> users = new(StringComparer.Ordinal);

    /// <summary>Somebody was allowed to delete the tenant.</summary>
    public void Saw(string tenantUid, string user)
    {
        if (users.Count < Most)
        {
            users[tenantUid] = user;
        }
    }

    /// <summary>Who it was, or null.</summary>
    public string? Of(string tenantUid) => users.GetValueOrDefault(tenantUid);

    /// <summary>The record is written.</summary>
    public void Forget(string tenantUid) => users.TryRemove(tenantUid, out _);
}
