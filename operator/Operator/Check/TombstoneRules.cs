using McpTenants.Api;

namespace McpTenants.Operator.Check;

/// <summary>What may change in a tombstone. The rules hold for everybody, the operator included: it never writes what is for people.</summary>
internal static class TombstoneRules
{
    private const string Remedy = "leave it as it is";

    private static readonly (Func<McpTenantTombstoneSpec, object?> Read, string Field)[] Fixed =
    [
        (s => s.Tenant, "spec.tenant"), (s => s.TenantUid, "spec.tenantUid"), (s => s.Namespace, "spec.namespace"), (s => s.NamespaceUid, "spec.namespaceUid"),
        (s => s.DeletedAt, "spec.deletedAt"), (s => s.DeletedBy, "spec.deletedBy"), (s => s.Origin, "spec.origin"), (s => string.Join(' ', s.Hosts ?? []), "spec.hosts"),
    ];

    /// <summary>Who deletes the record before it is closed would lose what it stands for.</summary>
    public static IEnumerable<Violation> Delete(McpTenantTombstone old) => old.IsClosed
        ? []
        : [Violation.Of(Reasons.BeingDeleted, "status.phase", $"the tenant '{old.Spec.Tenant}' is not erased yet", "order spec.purge by two users, or restore it with spec.restoreFrom")];

    /// <summary>What is wrong with a change.</summary>
    public static IEnumerable<Violation> Update(McpTenantTombstone old, McpTenantTombstone next, Actor actor, PlatformPolicy platform)
    {
        foreach (var (read, field) in Fixed)
        {
            if (!Equals(read(old.Spec), read(next.Spec)))
                yield return Violation.Of(Reasons.Immutable, field, "it says what was and cannot change", Remedy);
        }

        if (old.Spec.PurgeAfter is { } before && next.Spec.PurgeAfter is { } after && after < before)
            yield return Violation.Of(Reasons.Immutable, "spec.purgeAfter", "the retention cannot be made shorter", "order spec.purge by two users");
        if (old.Spec.PurgeAfter is null && next.Spec.PurgeAfter is not null)
            yield return Violation.Of(Reasons.Immutable, "spec.purgeAfter", "without a deadline only people decide", "order spec.purge by two users");
        foreach (var violation in Decisions(old.Spec, next.Spec, actor, platform))
            yield return violation;
        foreach (var violation in Purge(old.Spec.Purge, next.Spec, actor))
            yield return violation;
    }

    private static IEnumerable<Violation> Decisions(McpTenantTombstoneSpec old, McpTenantTombstoneSpec next, Actor actor, PlatformPolicy platform)
    {
        var changed = (old.LegalHold ?? false) != (next.LegalHold ?? false) ? "spec.legalHold" : old.Purge != next.Purge ? "spec.purge" : old.PurgeAfter != next.PurgeAfter ? "spec.purgeAfter" : null;
        if (changed is not null && platform.PlatformPrincipals.Count > 0 && !platform.PlatformPrincipals.Any(p => p == actor.User || actor.Groups.Contains(p)))
            yield return Violation.Of(Reasons.PlatformOnly, changed, "only the platform may change this", "ask the platform's administrators");
    }

    // Each of the two speaks for himself only, so neither can do it alone.
    private static IEnumerable<Violation> Purge(TombstonePurge? old, McpTenantTombstoneSpec next, Actor actor)
    {
        if (next.Purge is not { } purge || purge == old)
            yield break;
        if (purge.TenantUid != next.TenantUid)
            yield return Violation.Of(Reasons.InvalidPurge, "spec.purge.tenantUid", "it is not the UID of this tenant", $"write {next.TenantUid} if you mean the tenant '{next.Tenant}'");
        if (Names(old?.RequestedBy, purge.RequestedBy, actor))
            yield return Violation.Of(Reasons.InvalidPurge, "spec.purge.requestedBy", $"you are '{actor.User}' and can only ask yourself", $"write {actor.User}");
        if (Names(old?.ApprovedBy, purge.ApprovedBy, actor))
            yield return Violation.Of(Reasons.InvalidPurge, "spec.purge.approvedBy", $"you are '{actor.User}' and can only approve yourself", $"write {actor.User}");
        if (purge.ApprovedBy is { Length: > 0 } && purge.ApprovedBy == purge.RequestedBy)
            yield return Violation.Of(Reasons.InvalidPurge, "spec.purge.approvedBy", "it takes two different users", "let somebody else approve");
        if (purge.ApprovedBy is { Length: > 0 } && purge.RequestedBy is not { Length: > 0 })
            yield return Violation.Of(Reasons.InvalidPurge, "spec.purge.requestedBy", "nobody asked for it", "let somebody ask first");
        if (old?.ApprovedBy is { Length: > 0 } && purge.ApprovedBy == old.ApprovedBy && purge.RequestedBy != old.RequestedBy)
            yield return Violation.Of(Reasons.InvalidPurge, "spec.purge.requestedBy", "it was approved as another user asked for it", "remove approvedBy too");
    }

    private static bool Names(string? before, string? now, Actor actor) => now is { Length: > 0 } && now != before && now != actor.User;
}
