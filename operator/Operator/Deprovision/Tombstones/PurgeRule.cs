using McpTenants.Api;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>Whether a deleted tenant may be erased.</summary>
/// <param name="HeldBecause">Reason why not; null when it may.</param>
/// <param name="Message">The same for people.</param>
internal readonly record struct PurgeRule(string? HeldBecause, string Message)
{
    /// <summary>It may not be erased now.</summary>
    public bool IsHeld => HeldBecause is not null;

    /// <summary>Applies the rule: a legal hold wins over everything, then the word of two people, then the deadline.</summary>
    public static PurgeRule Of(McpTenantTombstone tombstone, DateTimeOffset now)
    {
        var spec = tombstone.Spec;
        var back = $"Restore: create McpTenant '{spec.Tenant}' with spec.restoreFrom: {spec.TenantUid}.";
        return spec.LegalHold == true
            ? new(Reasons.LegalHold, $"spec.legalHold forbids erasing it{(spec.LegalHoldReason is { Length: > 0 } why ? $" ({why})" : "")}. {back}")
            : IsApproved(spec) ? new(null, $"Purge requested by {spec.Purge!.RequestedBy} and approved by {spec.Purge.ApprovedBy}.")
            : spec.PurgeAfter is not { } deadline ? new(Reasons.NoDeadline, $"It is kept until somebody decides. {back}")
            : now < deadline ? new(Reasons.Retained, $"Kept until {deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}. {back}")
            : new(null, deadline > spec.DeletedAt ? $"Retention ended at {deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}." : "The tenant asked for no retention.");
    }

    /// <summary>Two different users want it erased early, and named the right tenant.</summary>
    public static bool IsApproved(McpTenantTombstoneSpec spec) =>
        spec.Purge is { RequestedBy: { Length: > 0 } one, ApprovedBy: { Length: > 0 } other } purge && one != other && purge.TenantUid == spec.TenantUid;
}
