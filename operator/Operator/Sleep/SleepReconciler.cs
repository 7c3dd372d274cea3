using System.Collections.Concurrent;
using System.Globalization;
using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Sleep;

/// <summary>
/// Puts idle tenants to sleep and keeps those awake that never sleep. Only awake tenants are looked at, each when it may have
/// become idle, so a thousand sleeping ones cost nothing.
/// </summary>
internal sealed partial class SleepReconciler(
    TenantCaches caches, PlatformPolicy platform, GatewayAddresses gateways, GatewayClient gatewayClient, SleepRound round, Scaler scaler, IKubernetesClient client,
    StartReports reports, TenantNews news, SleepOptions options, TimeProvider time, ILogger<SleepReconciler> logger)
{
    // When this process first saw the tenant awake. A restart forgets it, which only keeps a tenant awake a little longer.
    private readonly ConcurrentDictionary<string, long> awakeSince = new(StringComparer.Ordinal);

    /// <summary>Looks at one tenant.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        var home = McpTenantNames.NamespaceOf(key.Name);
        if (caches.Tenant(key.Name) is not { Metadata.DeletionTimestamp: null } tenant
            || caches.Deployments.Store.Get(new NamespacedName(home, McpTenantNames.Instance)) is not { } deployment)
        {
            awakeSince.TryRemove(key.Name, out _);
            reports.Forget(key.Name);
            return ReconcileOutcome.Success;
        }

        var effective = Effective.Of(tenant, platform);
        var replicas = deployment.Spec?.Replicas ?? 1;
        var suspended = effective.Suspended || SecretSuspension.Applies(tenant, null);
        var wanted = suspended ? 0 : effective.MinInstances > 0 && NetworkProof.Allows(tenant) ? Math.Max(1, replicas) : replicas;
        if (wanted != replicas)
        {
            LogScaled(key.Name, replicas, wanted, suspended ? "suspended" : "minInstances");
            return await scaler.ScaleAsync(home, wanted, cancellationToken) ? ReconcileOutcome.Success : ReconcileOutcome.Requeue(options.RetryInterval);
        }

        if (replicas == 0)
        {
            awakeSince.TryRemove(key.Name, out _);
            return ReconcileOutcome.Success;
        }

        return effective.MinInstances > 0 ? ReconcileOutcome.Success : await ConsiderAsync(tenant, effective, cancellationToken);
    }

    private async Task<ReconcileOutcome> ConsiderAsync(McpTenant tenant, EffectiveTenant effective, CancellationToken cancellationToken)
    {
        var since = awakeSince.GetOrAdd(effective.Name, static (_, clock) => clock.GetTimestamp(), time);
        var addresses = gateways.List();
        var answers = await gatewayClient.AskAllAsync(addresses, effective.Uid, cancellationToken);
        if (StartReport.Of(effective.Uid, tenant.Metadata.Generation ?? 0, answers) is { } report && reports.Keep(effective.Name, report))
        {
            news.Tell(effective.Name);
        }

        var decision = SleepDecision.Of(answers, effective.IdleAfter, time.GetElapsedTime(since), options, SleepRequest.Of(tenant));
        return !decision.Sleep ? ReconcileOutcome.Requeue(decision.LookAgainIn)
            : await SleepAsync(tenant, effective, addresses, decision, cancellationToken) ? ReconcileOutcome.Success
            : ReconcileOutcome.Requeue(options.RetryInterval);
    }

    private async Task<bool> SleepAsync(
        McpTenant tenant, EffectiveTenant effective, IReadOnlyList<Uri> addresses, SleepDecision decision, CancellationToken cancellationToken)
    {
        if (!await round.TryAsync(effective.Namespace, effective.Uid, addresses, cancellationToken))
        {
            return false;
        }

        awakeSince.TryRemove(effective.Name, out _);
        LogSlept(effective.Name);
        await WriteLastActivityAsync(tenant, decision.LastActivity, cancellationToken);
        return true;
    }

    private async Task WriteLastActivityAsync(McpTenant tenant, DateTimeOffset? last, CancellationToken cancellationToken)
    {
        if (last is { } at)
        {
            var text = at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var patch = $$$"""{"status":{"lastActivityTime":"{{{text}}}"}}""";
            await client.PatchAsync<McpTenant>(
                new V1Patch(patch, PatchType.MergePatch), tenant.Metadata.Name!, fieldManager: McpTenantNames.SleepManager, subresource: "status", ct: cancellationToken);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Tenant {Tenant} goes to sleep")]
    private partial void LogSlept(string tenant);

    [LoggerMessage(2, LogLevel.Information, "Tenant {Tenant} is scaled from {Before} to {After}: {Why}")]
    private partial void LogScaled(string tenant, int before, int after, string why);
}
