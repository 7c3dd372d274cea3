using KubeOps.KubernetesClient;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>Takes one step after the other until something has to be waited for. It can be killed anywhere: each turn reads what is there and goes on from it.</summary>
internal sealed partial class TombstoneReconciler(
    IKubernetesClient client, TombstoneFactFinder finder, TombstoneSteps steps, TombstoneWriter writer, DeprovisionOptions options, TimeProvider time, ILogger<TombstoneReconciler> logger)
{
    // More than there are steps: whoever undoes what is done here keeps no worker for ever.
    private const int MostTurns = 25;

    // A deadline far away is looked at again now and then: it may have been moved, and the event lost.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Brings one removal further.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        ExportResult? export = null;
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (await client.GetAsync<McpTenantTombstone>(key.Name, ct: cancellationToken) is not { } tombstone)
            {
                return ReconcileOutcome.Success;
            }

            var now = time.GetUtcNow();
            var found = await finder.FindAsync(tombstone, now, cancellationToken) with { Export = export };
            var next = TombstonePlan.Next(now, found);
            LogStep(tombstone.Spec.Tenant, key.Name, next);
            if (next == TombstoneStep.Done)
            {
                return ReconcileOutcome.Success;
            }

            var result = await steps.TakeAsync(next, found, cancellationToken);
            export = result.Export ?? export;
            if (result.Wait)
            {
                await writer.StatusAsync(tombstone, TombstoneProjector.Project(found with { Export = export }, next, result.Reason, result.Message, now), cancellationToken);
                return ReconcileOutcome.Requeue(WaitOf(next, tombstone, now));
            }
        }

        return ReconcileOutcome.Requeue(options.PollInterval);
    }

    private TimeSpan WaitOf(TombstoneStep next, McpTenantTombstone tombstone, DateTimeOffset now)
    {
        if (next != TombstoneStep.Hold)
        {
            return options.PollInterval;
        }

        var left = tombstone.Spec.PurgeAfter is { } deadline && PurgeRule.Of(tombstone, now).HeldBecause == Reasons.Retained ? deadline - now : LongestWait;
        return left > LongestWait ? LongestWait : left < options.PollInterval ? options.PollInterval : left;
    }

    [LoggerMessage(1, LogLevel.Debug, "Removal of {Tenant} ({Uid}): {Step}")]
    private partial void LogStep(string tenant, string uid, TombstoneStep step);
}
