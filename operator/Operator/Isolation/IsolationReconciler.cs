using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;
using McpTenants.Operator.Vaults;

namespace McpTenants.Operator.Isolation;

/// <summary>
/// Proves with packets that a tenant's network policies hold: once they stand, when they change, on a schedule, and when somebody asks. The tenant itself is
/// neither needed nor woken. What is found is told by the pipeline.
/// </summary>
internal sealed partial class IsolationReconciler(
    TenantCaches caches, TenantChecker checker, Prober prober, IsolationReports reports, TenantNews news, Func<McpTenant, PlanInput> plan, IsolationOptions options,
    TimeProvider time, ILogger<IsolationReconciler> logger)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    // Who has evidence can wait longer for new evidence than who has none for the first.
    private static readonly TimeSpan LaterTurn = TimeSpan.FromSeconds(10);

    /// <summary>Looks at one tenant.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        var home = McpTenantNames.NamespaceOf(key.Name);
        var flight = prober.Running(key.Name);
        if (caches.Tenant(key.Name) is not { Metadata.DeletionTimestamp: null } tenant)
        {
            await prober.EndAsync(key.Name, home, cancellationToken);
            reports.Forget(key.Name);
            return ReconcileOutcome.Success;
        }

        if (flight is not null && flight.TenantUid != tenant.Metadata.Uid)
        {
            await prober.EndAsync(key.Name, home, cancellationToken);
            flight = null;
        }

        return flight is not null ? await GoOnAsync(tenant, flight, home, cancellationToken) : await BeginAsync(tenant, cancellationToken);
    }

    private async Task<ReconcileOutcome> BeginAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        // What makes it acceptable, or puts the guardrails up, brings the next look.
        if (!options.Enabled || !SecretsReconciler.IsGuarded(tenant))
        {
            return ReconcileOutcome.Success;
        }

        // Before anything is computed: after an upgrade thousands may wait here.
        var last = reports.Of(tenant);
        if (prober.IsFull)
        {
            return ReconcileOutcome.Requeue(last is null ? Turn : LaterTurn);
        }

        if (checker.Check(tenant).Tenant is null)
        {
            return ReconcileOutcome.Success;
        }

        var input = Input(tenant);
        var policies = PolicyDigest.Of(input);
        var wait = ProbeSchedule.Due(tenant, last, policies, options.Interval) - time.GetUtcNow();
        return wait > TimeSpan.Zero ? ReconcileOutcome.Requeue(wait)
            : await prober.StartAsync(tenant, input, policies, cancellationToken) ? ReconcileOutcome.Requeue(options.LookInterval)
            : ReconcileOutcome.Requeue(Turn);
    }

    private async Task<ReconcileOutcome> GoOnAsync(McpTenant tenant, Flight flight, string home, CancellationToken cancellationToken)
    {
        if (await prober.LookAsync(tenant.Metadata.Name!, flight, home, cancellationToken) is not { } found)
        {
            return ReconcileOutcome.Requeue(options.LookInterval);
        }

        var before = reports.Of(tenant);
        var evidence = ProbeVerdict.Of(found, flight.At, before) with { Policies = flight.Policies, Request = flight.Request ?? before?.Request };
        await prober.EndAsync(tenant.Metadata.Name!, home, cancellationToken);
        reports.Keep(tenant, evidence);
        if (evidence.Outcome != ProbeOutcome.Verified || before?.Outcome != ProbeOutcome.Verified)
        {
            LogOutcome(tenant.Metadata.Name!, evidence.Outcome!.Value, evidence.Message!);
        }

        news.Tell(tenant.Metadata.Name!);

        // At once: the specification may have changed meanwhile.
        return await BeginAsync(tenant, cancellationToken);
    }

    private PlanInput Input(McpTenant tenant)
    {
        var input = plan(tenant);
        return SecretSuspension.Applies(tenant, null) ? input with { Tenant = input.Tenant with { Suspended = true } } : input;
    }

    [LoggerMessage(1, LogLevel.Information, "Network isolation of tenant {Tenant}: {Outcome}: {Evidence}")]
    private partial void LogOutcome(string tenant, ProbeOutcome outcome, string evidence);
}
