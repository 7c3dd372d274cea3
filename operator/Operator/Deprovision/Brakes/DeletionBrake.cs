using System.Globalization;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Deprovision.Brakes;

/// <summary>
/// Many tenants deleted at once are more often a mistake (a pruned folder, a deleted definition) than a wish: nothing of them is touched before somebody says
/// that it is meant. Pure.
/// </summary>
internal static class DeletionBrake
{
    // Deletions that begin within this time are one event.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // A client deletes one object after the other: the first one must not be gone before the rest is seen.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    /// <summary>Why the tenant must wait; null when it may go.</summary>
    /// <param name="tenant">A tenant that is deleted and has no tombstone yet.</param>
    /// <param name="tenants">All tenants.</param>
    /// <param name="tombstones">All records.</param>
    /// <param name="definitionGoes">The definition of the kind is being deleted.</param>
    /// <param name="options">Limits.</param>
    /// <param name="now">The time.</param>
    public static BrakeVerdict? Of(
        McpTenant tenant, IReadOnlyCollection<McpTenant> tenants, IReadOnlyCollection<McpTenantTombstone> tombstones, bool definitionGoes, DeprovisionOptions options, DateTimeOffset now)
    {
        if (IsAcknowledged(tenant))
        {
            return null;
        }

        if (definitionGoes)
        {
            return new(Reasons.CrdTerminating, $"The CustomResourceDefinition of McpTenants is being deleted, and every tenant with it. {Remedy}");
        }

        var leaving = tenants.Where(t => t.Metadata.DeletionTimestamp is not null && !IsAcknowledged(t)).Select(t => t.Metadata.Uid!);
        var left = tombstones.Where(t => t is { IsClosed: false, Spec.Origin: TombstoneOrigin.Deleted } && now - t.Spec.DeletedAt < Window).Select(t => t.Spec.TenantUid);
        var going = leaving.Union(left, StringComparer.Ordinal).Count();
        var all = tenants.Select(t => t.Metadata.Uid!).Union(left, StringComparer.Ordinal).Count();
        return options.MassDeletionMinimum <= 0 || all < options.MassDeletionMinimum ? null
            : going >= options.MassDeletionMinimum && going * 100 >= options.MassDeletionPercent * all
                ? new(Reasons.MassDeletion, $"{going} of {all} tenants are being deleted at once. {Remedy}")
            : now - DeletedAt(tenant) < Settle ? new(Reasons.Settling, "Waits for deletions of other tenants that may belong to this one.")
            : null;
    }

    private static string Remedy =>
        "Nothing of them is touched. If it is meant: kubectl annotate mcptenants --all --overwrite " + McpTenantNames.AcknowledgeAnnotation + "=$(date -u +%Y-%m-%dT%H:%M:%SZ). If not: see docs/deletion.md.";

    // Given after the deletion: what was acknowledged once says nothing about the next time.
    private static bool IsAcknowledged(McpTenant tenant) =>
        tenant.GetAnnotation(McpTenantNames.AcknowledgeAnnotation) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at >= DeletedAt(tenant);

    private static DateTimeOffset DeletedAt(McpTenant tenant) =>
        tenant.Metadata.DeletionTimestamp is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : DateTimeOffset.MaxValue;
}

/// <summary>Why a tenant must wait.</summary>
/// <param name="Reason">Reason of the condition.</param>
/// <param name="Message">The same for people, with what to do.</param>
internal sealed record BrakeVerdict(string Reason, string Message);
