using McpTenants.Api;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>Computes the status of a tombstone. Pure.</summary>
internal static class TombstoneProjector
{
    // What is known to be done once a later step is the next one.
    private static readonly (TombstoneStep Step, string Name)[] Order =
    [
        (TombstoneStep.CutRoute, "RouteCut"), (TombstoneStep.StopWorkload, "WorkloadStopped"), (TombstoneStep.Quarantine, "Quarantined"),
        (TombstoneStep.WaitForPods, "PodsGone"), (TombstoneStep.Hold, "RetentionOver"), (TombstoneStep.Export, "ExportSettled"),
        (TombstoneStep.BeginPurge, "PurgeBegun"), (TombstoneStep.DeleteNamespace, "NamespaceDeletionRequested"), (TombstoneStep.WaitForNamespace, "NamespaceGone"),
        (TombstoneStep.WaitForVolumes, "VolumesGone"), (TombstoneStep.Verify, "Verified"), (TombstoneStep.Certify, "Certified"),
    ];

    /// <summary>The status.</summary>
    /// <param name="found">What this pass saw.</param>
    /// <param name="next">The step that is next, or is waited for.</param>
    /// <param name="reason">Why it is not erased yet.</param>
    /// <param name="message">The same for people.</param>
    /// <param name="now">The time.</param>
    public static McpTenantTombstoneStatus Project(TombstoneFacts found, TombstoneStep next, string reason, string message, DateTimeOffset now)
    {
        var current = found.Tombstone.Status ?? new McpTenantTombstoneStatus();
        var conditions = new Conditions(current.Conditions, found.Tombstone.Metadata.Generation, now);
        var phase = PhaseAt(next);
        conditions.Set(
            ConditionTypes.Quarantined,
            next is not (TombstoneStep.CutRoute or TombstoneStep.StopWorkload or TombstoneStep.Quarantine or TombstoneStep.WaitForPods),
            next is TombstoneStep.GiveBack ? Reasons.Restored : phase is TombstonePhase.Quarantining ? Reasons.Quarantining : Reasons.InPlace,
            "No route, no pod, and a network policy that denies everything.");
        if (found.Export is { } export)
        {
            conditions.Set(ConditionTypes.Exported, export.Settled ? export.Exported : false, export.Reason, export.Message);
        }

        conditions.Set(ConditionTypes.Erased, phase is TombstonePhase.Purged, reason, message);
        return current with { Phase = phase, Conditions = conditions.ToList(), Steps = Steps(current, next, now) };
    }

    private static TombstonePhase PhaseAt(TombstoneStep next) => next switch
    {
        TombstoneStep.CutRoute or TombstoneStep.StopWorkload or TombstoneStep.Quarantine or TombstoneStep.WaitForPods => TombstonePhase.Quarantining,
        TombstoneStep.Hold or TombstoneStep.ReleaseClaim => TombstonePhase.Retained,
        TombstoneStep.AwaitRestore => TombstonePhase.Restoring,
        TombstoneStep.GiveBack => TombstonePhase.Restored,
        TombstoneStep.Close or TombstoneStep.Done => TombstonePhase.Purged,
        _ => TombstonePhase.Purging,
    };

    // A step that has to be repeated keeps the time at which it was done first.
    private static IReadOnlyList<TombstoneStepStatus> Steps(McpTenantTombstoneStatus current, TombstoneStep next, DateTimeOffset now)
    {
        var done = current.Steps ?? [];
        if (next > TombstoneStep.Done)
        {
            return done;
        }

        // A namespace that never was, or that somebody else deleted, was not purged by us.
        var skipped = current.PurgeStartedAt is null && next > TombstoneStep.BeginPurge;
        var news = Order
            .TakeWhile(o => o.Step < next)
            .Where(o => !skipped || o.Step is not (TombstoneStep.Hold or TombstoneStep.Export or TombstoneStep.BeginPurge or TombstoneStep.DeleteNamespace))
            .Where(o => done.All(d => d.Name != o.Name))
            .Select(o => new TombstoneStepStatus { Name = o.Name, CompletedAt = now });
        return [.. done, .. news];
    }
}
