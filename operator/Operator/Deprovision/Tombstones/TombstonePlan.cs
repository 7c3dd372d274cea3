using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>Decides what comes next. Pure: time and facts in, one step out.</summary>
internal static class TombstonePlan
{
    /// <summary>What has to be done next.</summary>
    public static TombstoneStep Next(DateTimeOffset now, TombstoneFacts found)
    {
        var tombstone = found.Tombstone;
        if (tombstone.IsClosed)
        {
            return IsReleased(tombstone) ? TombstoneStep.Done : TombstoneStep.Close;
        }

        // Before the point of no return a claim stops everything; after it none is accepted.
        if (tombstone.Spec.Restore is { } claim && tombstone.Status?.PurgeStartedAt is null)
        {
            return found.NamespaceOwner == claim.TenantUid ? TombstoneStep.GiveBack
                : found.ClaimantExists ? TombstoneStep.AwaitRestore
                : TombstoneStep.ReleaseClaim;
        }

        return found.Routes.Count > 0 ? TombstoneStep.CutRoute
            : found.Namespace is null ? AfterNamespace(found)
            : found.Namespace.Metadata.DeletionTimestamp is not null ? TombstoneStep.WaitForNamespace
            : found.Replicas > 0 ? TombstoneStep.StopWorkload
            : found.Quarantine.Count > 0 ? TombstoneStep.Quarantine
            : found.Pods.Count > 0 ? TombstoneStep.WaitForPods
            : PurgeRule.Of(tombstone, now).IsHeld ? TombstoneStep.Hold
            : Purge(found);
    }

    private static TombstoneStep Purge(TombstoneFacts found) =>
        found.Export?.Settled != true ? TombstoneStep.Export
        : found.Export.Archive is { } archive && archive.Sha256 != found.Tombstone.Spec.Archive?.Sha256 ? TombstoneStep.RecordArchive
        : found.Tombstone.Status?.PurgeStartedAt is null ? TombstoneStep.BeginPurge
        : TombstoneStep.DeleteNamespace;

    private static TombstoneStep AfterNamespace(TombstoneFacts found) =>
        found.Volumes.Count > 0 ? TombstoneStep.WaitForVolumes
        : found.Tombstone.Status?.Verification is null ? TombstoneStep.Verify
        : TombstoneStep.Certify;

    private static bool IsReleased(McpTenantTombstone tombstone) =>
        tombstone.Spec.Specification is null && tombstone.Metadata.Finalizers?.Contains(McpTenantNames.TombstoneFinalizer) != true;
}
