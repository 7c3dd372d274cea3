using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Check.Bindings;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;
using McpTenants.Operator.Vaults.Decide;
using McpTenants.Operator.Vaults.Storage;

namespace McpTenants.Operator.Vaults;

/// <summary>Copies secrets from vaults into tenants' namespaces. The pipeline tells of it; nothing waits for it, least of all a wake.</summary>
internal sealed partial class SecretsReconciler(
    TenantCaches caches, TenantChecker checker, SecretsSync sync, VaultReports reports, TenantNews news, IKubernetesClient client, Func<McpTenant, PlanInput> plan,
    ILogger<SecretsReconciler> logger)
{
    /// <summary>Whether the guardrails of a tenant stand: before them nothing secret comes near its namespace.</summary>
    public static bool IsGuarded(McpTenant tenant) => tenant.Status?.Conditions?.Any(c => c is { Type: ConditionTypes.NetworkIsolated, Status: "True" }) == true;

    /// <summary>Looks at one tenant.</summary>
    public async Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken)
    {
        if (caches.Tenant(key.Name) is not { Metadata.DeletionTimestamp: null } tenant)
        {
            reports.Forget(key.Name);
            return ReconcileOutcome.Success;
        }

        if (EffectiveVault.Of(tenant.Spec.Secrets) is null)
        {
            await LeaveAsync(tenant, cancellationToken);
            return ReconcileOutcome.Success;
        }

        // The change that makes it acceptable, or guarded, brings the next look.
        if (!IsGuarded(tenant) || checker.Check(tenant).Tenant?.Vault is not { } wanted)
            return ReconcileOutcome.Success;
        if (Refusal(tenant, wanted, out var binding) is { } problem)
        {
            Tell(tenant, new VaultReport(tenant.Metadata.Uid!, "", problem, null, false));
            return ReconcileOutcome.Success;
        }

        var home = McpTenantNames.NamespaceOf(key.Name);
        var secret = await client.GetAsync<V1Secret>(McpTenantNames.SyncedSecret, home, cancellationToken);
        var result = await sync.LookAsync(
            new SyncRequest
            {
                Tenant = tenant,
                Wanted = wanted,
                Binding = binding.Spec,
                Mounted = SyncedSecret.Read(secret),
                Write = set => WriteAsync(tenant, set, cancellationToken),
            },
            cancellationToken);
        if (result.Report is not null)
            Tell(tenant, result.Report);
        return ReconcileOutcome.Requeue(result.LookAgainIn);
    }

    // No request leaves for a vault that the platform did not give to this tenant. Which of the two it is is told to nobody who may only write tenants.
    private VaultProblem? Refusal(McpTenant tenant, EffectiveVault wanted, out McpVaultBinding binding)
    {
        binding = caches.Bindings.Store.Get(new NamespacedName(wanted.Binding)) ?? new McpVaultBinding();
        return !BindingMatch.Lists(binding.Spec, tenant)
                ? new VaultProblem(Reasons.VaultNotBound, $"There is no McpVaultBinding {wanted.Binding} that lists this tenant; the platform's administrators make one. No vault was asked.")
            : VaultBindingPolicy.Check(binding.Spec) is [var first, ..] ? new VaultProblem(Reasons.VaultBindingInvalid, $"McpVaultBinding {wanted.Binding}: {first.Message}. No vault was asked.")
            : null;
    }

    private async Task WriteAsync(McpTenant tenant, MountedSet set, CancellationToken cancellationToken)
    {
        await client.ApplyAsync(SyncedSecret.Build(plan(tenant), set), McpTenantNames.PipelineManager, ct: cancellationToken);
        LogWritten(tenant.Metadata.Name!, set.Files.Count, SecretVersions.Of(set, null).Hash!);
    }

    private void Tell(McpTenant tenant, VaultReport report)
    {
        if (!reports.Keep(tenant.Metadata.Name!, report))
            return;
        if (report.Problem is { } problem)
            LogProblem(tenant.Metadata.Name!, problem.Reason, problem.Message);
        news.Tell(tenant.Metadata.Name!);
    }

    // What was copied goes when the tenant stops asking for it.
    private async Task LeaveAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        sync.Forget(tenant.Metadata.Uid!);
        reports.Forget(tenant.Metadata.Name!);
        if (tenant.Status?.Secrets is null)
            return;
        await client.DeleteAsync<V1Secret>(McpTenantNames.SyncedSecret, McpTenantNames.NamespaceOf(tenant.Metadata.Name!), ct: cancellationToken);
        await client.PatchAsync<McpTenant>(
            new V1Patch("""{"status":{"secrets":null}}""", PatchType.MergePatch), tenant.Metadata.Name!, fieldManager: McpTenantNames.PipelineManager, subresource: "status", ct: cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Information, "Secrets of tenant {Tenant} were written: {Files} files, version {Hash}")]
    private partial void LogWritten(string tenant, int files, string hash);

    [LoggerMessage(2, LogLevel.Warning, "Secrets of tenant {Tenant}: {Reason}: {Problem}")]
    private partial void LogProblem(string tenant, string reason, string problem);
}
