using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Operator.Deprovision.Certificates;
using McpTenants.Operator.Deprovision.Export;
using McpTenants.Operator.Deprovision.Verification;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>Does what the plan says. Every delete hits the object that was read and no other.</summary>
internal sealed partial class TombstoneSteps(
    IKubernetesClient client, Applier applier, Scaler scaler, Exporter exporter, TombstoneWriter writer, ServerClock clock, Inventory inventory, LeftoverScan scan,
    CertificateIssuer issuer, TimeProvider time, ILogger<TombstoneSteps> logger)
{
    /// <summary>Takes one step.</summary>
    public Task<StepResult> TakeAsync(TombstoneStep step, TombstoneFacts found, CancellationToken cancellationToken) => step switch
    {
        TombstoneStep.CutRoute => CutRouteAsync(found, cancellationToken),
        TombstoneStep.StopWorkload => StopAsync(found, cancellationToken),
        TombstoneStep.Quarantine => QuarantineAsync(found, cancellationToken),
        TombstoneStep.WaitForPods => Wait(Reasons.StoppingWorkload, $"Waits for the end of pod {string.Join(", ", found.Pods)}."),
        TombstoneStep.Hold => HoldAsync(found),
        TombstoneStep.AwaitRestore => Wait(Reasons.Restoring, $"Tenant {found.Tombstone.Spec.Restore!.TenantUid} takes everything back."),
        TombstoneStep.ReleaseClaim => SpecAsync(found, new JsonObject { ["restore"] = null }, cancellationToken),
        TombstoneStep.GiveBack => GiveBackAsync(found, cancellationToken),
        TombstoneStep.Export => ExportAsync(found, cancellationToken),
        TombstoneStep.RecordArchive => SpecAsync(found, new JsonObject { ["archive"] = JsonNode.Parse(KubernetesJson.Serialize(found.Export!.Archive!)) }, cancellationToken),
        TombstoneStep.BeginPurge => BeginAsync(found, cancellationToken),
        TombstoneStep.DeleteNamespace => DeleteNamespaceAsync(found, cancellationToken),
        TombstoneStep.WaitForNamespace => Wait(Reasons.DeletingNamespace, Verbatim.Remaining(found.Namespace!)),
        TombstoneStep.WaitForVolumes => Wait(Reasons.ReleasingVolumes, Verbatim.Volumes(found.Volumes)),
        TombstoneStep.Verify => VerifyAsync(found, cancellationToken),
        TombstoneStep.Certify => CertifyAsync(found, cancellationToken),
        _ => CloseAsync(found, cancellationToken),
    };

    private static Task<StepResult> Wait(string reason, string message) => Task.FromResult(StepResult.WaitFor(reason, message));

    private async Task<StepResult> CutRouteAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        foreach (var route in found.Routes)
        {
            await client.DeleteAsync<V1Ingress>(route.Metadata.Name!, route.Metadata.NamespaceProperty, Precondition.Only(route), cancellationToken);
        }

        return StepResult.Next;
    }

    private async Task<StepResult> StopAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        await scaler.ScaleAsync(found.Tombstone.Spec.Namespace, 0, cancellationToken);
        return StepResult.Next;
    }

    private async Task<StepResult> QuarantineAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        var outcome = await applier.ApplyAsync(found.Quarantine, cancellationToken);
        return outcome.Failure is { } failure ? StepResult.WaitFor(Reasons.Quarantining, failure.Message) : StepResult.Next;
    }

    private Task<StepResult> HoldAsync(TombstoneFacts found)
    {
        var rule = PurgeRule.Of(found.Tombstone, time.GetUtcNow());
        return Wait(rule.HeldBecause ?? Reasons.Retained, rule.Message);
    }

    private async Task<StepResult> GiveBackAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        var message = $"Tenant {found.Tombstone.Spec.Restore!.TenantUid} has its namespace back.";
        await writer.StatusAsync(found.Tombstone, TombstoneProjector.Project(found, TombstoneStep.GiveBack, Reasons.Restored, message, time.GetUtcNow()), cancellationToken);
        return StepResult.Next;
    }

    private async Task<StepResult> SpecAsync(TombstoneFacts found, JsonObject fields, CancellationToken cancellationToken)
    {
        await writer.SpecAsync(found.Tombstone, fields, cancellationToken);
        return StepResult.Next;
    }

    private async Task<StepResult> ExportAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        var export = await exporter.ExportAsync(TombstoneBuilder.TenantOf(found.Tombstone), cancellationToken);
        return new StepResult(!export.Settled, export.Reason, export.Message, export);
    }

    // The deadline was made with the API server's clock, so that one decides; and whoever changed the tombstone since it was read wins.
    private async Task<StepResult> BeginAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        var rule = PurgeRule.Of(found.Tombstone, await clock.NowAsync(cancellationToken));
        if (rule.IsHeld)
        {
            return StepResult.WaitFor(rule.HeldBecause!, rule.Message);
        }

        var now = time.GetUtcNow();
        var status = TombstoneProjector.Project(found, TombstoneStep.BeginPurge, Reasons.DeletingNamespace, rule.Message, now);
        var contents = await inventory.TakeAsync(found.Tombstone.Spec.Namespace, cancellationToken);
        await writer.StatusAsync(found.Tombstone, status with { PurgeStartedAt = now, Inventory = contents }, cancellationToken);
        LogPurge(found.Tombstone.Spec.Tenant, found.Tombstone.Spec.TenantUid, rule.Message);
        return StepResult.Next;
    }

    // The point of no return: the namespace as it was read a moment ago, carrying this tenant's UID, and unchanged since.
    private async Task<StepResult> DeleteNamespaceAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        await client.DeleteAsync<V1Namespace>(found.Namespace!.Metadata.Name!, null, Precondition.Unchanged(found.Namespace), cancellationToken);
        return StepResult.Next;
    }

    private async Task<StepResult> VerifyAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        var verification = await scan.ScanAsync(found.Tombstone, cancellationToken);
        if (verification.Counts!.Any(c => c.Count > 0))
        {
            return StepResult.WaitFor(Reasons.LeftoversFound, Verbatim.Leftovers(verification));
        }

        var status = TombstoneProjector.Project(found, TombstoneStep.Verify, Reasons.Pending, "A scan of the cluster found nothing.", time.GetUtcNow());
        await writer.StatusAsync(found.Tombstone, status with { Verification = verification }, cancellationToken);
        return StepResult.Next;
    }

    private async Task<StepResult> CertifyAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        var certificate = await issuer.IssueAsync(found.Tombstone, cancellationToken);
        var status = TombstoneProjector.Project(found, TombstoneStep.Close, Reasons.Certified, $"Erased; certificate signed with key {certificate.KeyId[..16]}.", time.GetUtcNow());
        await writer.StatusAsync(found.Tombstone, status with { Certificate = certificate }, cancellationToken);
        LogCertified(found.Tombstone.Spec.Tenant, found.Tombstone.Spec.TenantUid, certificate.KeyId);
        return StepResult.Next;
    }

    private async Task<StepResult> CloseAsync(TombstoneFacts found, CancellationToken cancellationToken)
    {
        await issuer.PublishAsync(found.Tombstone, cancellationToken);
        await writer.CloseAsync(found.Tombstone, cancellationToken);
        return StepResult.Next;
    }

    [LoggerMessage(1, LogLevel.Information, "Tenant {Tenant} ({Uid}) is erased: {Why}")]
    private partial void LogPurge(string tenant, string uid, string why);

    [LoggerMessage(2, LogLevel.Information, "Tenant {Tenant} ({Uid}) is gone; certificate signed with key {KeyId}")]
    private partial void LogCertified(string tenant, string uid, string keyId);
}
