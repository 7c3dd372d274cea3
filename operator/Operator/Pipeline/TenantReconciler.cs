using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Deprovision;
using McpTenants.Operator.Deprovision.Restore;
using McpTenants.Operator.Diff;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Pipeline;

/// <summary>The six steps: Observe, Check, Plan, Diff, Apply, Project. Suspension is the same plan with other values; removal has its own steps.</summary>
internal sealed class TenantReconciler(
    Observer observer, TenantChecker checker, TenantPlanner planner, TenantCertificates certificates, Applier applier, Restorer restorer, Deprovisioner deprovisioner,
    StatusWriter status, TransitionEvents events, IKubernetesClient client, OperatorOptions options,
    TimeProvider time)
{
    // Sends no event by itself: a Secret that people bring, a host that another tenant gives up.
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(30);

    // A certificate that is due sends none, nor does one that somebody deletes.
    private static readonly TimeSpan CertificateInterval = TimeSpan.FromHours(1);

    // New rights reach the API server's authorizer a moment after their RoleBinding, and that sends no event either.
    private static readonly TimeSpan RightsInterval = TimeSpan.FromSeconds(1);

    /// <summary>Brings one tenant closer to its specification.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (await observer.ObserveAsync(key.Name, cancellationToken) is not { } snapshot)
        {
            return ReconcileOutcome.Success;
        }

        if (snapshot.Tenant.Metadata.DeletionTimestamp is not null)
        {
            return await RemoveAsync(snapshot.Tenant, cancellationToken);
        }

        var verdict = checker.Check(snapshot.Tenant);
        if (verdict.Tenant is null)
        {
            return await RefuseAsync(snapshot, verdict.Refusal!.Value, cancellationToken);
        }

        if (!FinalizerPatch.IsOn(snapshot.Tenant))
        {
            // The change comes back as an event; only a finalizer that was seen in the cluster protects what is made next.
            await FinalizerPatch.AddAsync(client, snapshot.Tenant, cancellationToken);
            return ReconcileOutcome.Success;
        }

        switch (await restorer.EnsureAsync(snapshot.Tenant, cancellationToken))
        {
            case RestoreDecision.Refused refused:
                return await RefuseAsync(snapshot, (Check.Reasons.InvalidRestore, refused.Message), cancellationToken);
            case RestoreDecision.Wait wait:
                await RefuseAsync(snapshot, (Reasons.Restoring, wait.Message), cancellationToken);
                return ReconcileOutcome.Requeue(RightsInterval);
        }

        var tenant = WithSecrets(verdict.Tenant, snapshot);
        var issued = certificates.Issue(snapshot.Certificate, tenant.Uid);
        var changes = PlanDiff.Of(TenantPlanner.Plan(planner.Input(tenant, snapshot.Keys) with { MutualTls = snapshot.MutualTls, Certificate = issued }), snapshot.Live);
        var outcome = snapshot.Namespace?.Metadata.DeletionTimestamp is null ? await applier.ApplyAsync(changes, cancellationToken) : new ApplyOutcome();
        var certificate = snapshot.Certificate?.Current;
        if (issued is not null && outcome.Written.Any(c => c.Key.Kind == V1Secret.KubeKind))
        {
            var before = certificate;
            certificate = certificates.Keep(verdict.Tenant.Uid, issued);
            events.TellCertificate(snapshot.Tenant, before, certificate, snapshot.Certificate!.Reason!);
        }

        events.TellRepairs(snapshot.Tenant, Drift.Of(snapshot.Tenant, tenant.Suspended, outcome.Written, time.GetUtcNow()));
        var projection = new Projection
        {
            Snapshot = snapshot,
            Tenant = tenant,
            Changes = changes,
            Outcome = outcome,
            Certificate = certificate,
            AwaitIngressAddress = options.AwaitIngressAddress,
            ProofLife = options.Isolation.ProofLife,
            Now = time.GetUtcNow(),
        };
        await status.WriteAsync(snapshot.Tenant, StatusProjector.Project(projection), cancellationToken);
        return Outcome(snapshot, outcome, certificate is null ? null : LeafPlan.RenewalOf(certificate) - time.GetUtcNow());
    }

    // What a vault said changes a tenant too: a deletion may suspend it, a rotation may start it anew.
    private static EffectiveTenant WithSecrets(EffectiveTenant tenant, TenantSnapshot snapshot) => tenant with
    {
        Suspended = tenant.Suspended || SecretSuspension.Applies(snapshot.Tenant, snapshot.Vault),
        SecretsRevision = tenant.Vault?.Reload == SecretReload.Restart ? (snapshot.Vault?.Secrets ?? snapshot.Tenant.Status?.Secrets)?.Hash : null,
    };

    private static ReconcileOutcome Outcome(TenantSnapshot snapshot, ApplyOutcome outcome, TimeSpan? untilRenewal) => outcome.Failure switch
    {
        { RetryAfter: { } soon } => ReconcileOutcome.Requeue(soon),
        { } failure => ReconcileOutcome.Failed(new ApplyFailedException(failure)),
        null when snapshot.SecretExists == false => ReconcileOutcome.Requeue(RecheckInterval),
        null when snapshot.SecretExists is null && snapshot.Tenant.Spec.Secrets?.Kubernetes?.SecretName is { Length: > 0 } => ReconcileOutcome.Requeue(RightsInterval),
        null when untilRenewal is { } left => ReconcileOutcome.Requeue(left < CertificateInterval ? Max(left, RecheckInterval) : CertificateInterval),
        null => ReconcileOutcome.Success,
    };

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private async Task<ReconcileOutcome> RefuseAsync(TenantSnapshot snapshot, (string Reason, string Message) refusal, CancellationToken cancellationToken)
    {
        await status.WriteAsync(snapshot.Tenant, StatusProjector.Project(new Projection { Snapshot = snapshot, Refusal = refusal, Now = time.GetUtcNow() }), cancellationToken);
        return ReconcileOutcome.Requeue(RecheckInterval);
    }

    private async Task<ReconcileOutcome> RemoveAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        if (!FinalizerPatch.IsOn(tenant))
        {
            return ReconcileOutcome.Success;
        }

        var progress = await deprovisioner.RunAsync(tenant, cancellationToken);
        if (progress.LookAgainIn is not { } later)
        {
            certificates.Forget(tenant.Metadata.Uid!);
            return ReconcileOutcome.Success;
        }

        await status.WriteAsync(tenant, DeprovisionProjector.Project(tenant, progress, time.GetUtcNow()), cancellationToken);
        return ReconcileOutcome.Requeue(later);
    }
}
