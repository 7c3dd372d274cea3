using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Deprovision.Export;

/// <summary>Brings a tenant's archive to its target before anything is removed.</summary>
internal sealed class Exporter(
    IKubernetesClient client, ExportJobs jobs, ArchiveClient archives, ArchiveStore store, Func<McpTenant, PlanInput> planInput, DeprovisionOptions options, TimeProvider time)
{
    /// <summary>Goes as far as it can without waiting. With export Required nothing but a safe archive settles it.</summary>
    public async Task<ExportResult> ExportAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        var input = planInput(tenant);
        if (input.Tenant.Export == ExportMode.None)
        {
            return new ExportResult(true, null, Reasons.NotConfigured, "The specification asks for no export.");
        }

        var result = await TryAsync(tenant, input, cancellationToken);
        return !result.Settled && input.Tenant.Export == ExportMode.BestEffort && TimeIsUp(tenant)
            ? new ExportResult(true, false, Reasons.ExportGivenUp, $"Removed without an archive after {options.BestEffortTimeout}: {result.Message}")
            : result;
    }

    private async Task<ExportResult> TryAsync(McpTenant tenant, PlanInput input, CancellationToken cancellationToken)
    {
        var target = string.IsNullOrEmpty(input.Tenant.ExportTarget) ? null : await client.GetAsync<McpExportTarget>(input.Tenant.ExportTarget, ct: cancellationToken);
        if (target?.Spec?.PersistentVolumeClaim?.ClaimName is not { Length: > 0 } claim)
        {
            return new ExportResult(false, false, Reasons.ExportTargetMissing, $"McpExportTarget '{input.Tenant.ExportTarget}' does not exist. Nothing is removed before it does.");
        }

        if (!store.IsMounted(claim))
        {
            return new ExportResult(false, false, Reasons.ExportTargetMissing, $"Claim '{claim}' of McpExportTarget '{target.Metadata.Name}' is not mounted in the operator.");
        }

        var uid = tenant.Metadata.Uid!;
        if (await store.FindAsync(claim, uid, cancellationToken) is { } digest)
        {
            return Verified(input, claim, uid, digest);
        }

        var data = await client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, input.Namespace, cancellationToken);
        return data?.Spec?.VolumeName is not { Length: > 0 }
            ? new ExportResult(true, null, Reasons.NothingToExport, "The tenant never had a volume.")
            : await FetchAsync(tenant, input, claim, cancellationToken);
    }

    private async Task<ExportResult> FetchAsync(McpTenant tenant, PlanInput input, string claim, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.EnsureAsync(input, cancellationToken);
            if (await jobs.FindAsync(input.Namespace, tenant.Metadata.Uid!, cancellationToken) is not var (server, token))
            {
                return new ExportResult(false, false, Reasons.Exporting, await jobs.DescribeAsync(input.Namespace, cancellationToken));
            }

            var uid = tenant.Metadata.Uid!;
            string digest;
            using (var response = await archives.OpenAsync(server, token, cancellationToken))
            {
                await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
                digest = await store.WriteAsync(claim, uid, body, cancellationToken);
            }

            var expected = await archives.DigestAsync(server, token, cancellationToken);
            if (digest != expected)
            {
                return new ExportResult(false, false, Reasons.ExportFailed, $"The archive arrived with SHA-256 {digest} and was sent with {expected}.");
            }

            await store.CommitAsync(claim, uid, digest, KubernetesJson.Serialize(tenant), cancellationToken);
            await archives.DoneAsync(server, token, cancellationToken);
            return Verified(input, claim, uid, digest);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or HttpOperationException or UnauthorizedAccessException)
        {
            // The job may only just be listening; what stays wrong stays in the condition.
            return new ExportResult(false, false, Reasons.ExportFailed, e is HttpOperationException api ? api.Status()?.Message ?? e.Message : e.Message);
        }
    }

    private ExportResult Verified(PlanInput input, string claim, string uid, string digest)
    {
        var location = $"{claim}/{uid}/archive.tar.gz";
        var archive = new TombstoneArchive { Target = input.Tenant.ExportTarget, Location = location, Sha256 = digest, VerifiedAt = time.GetUtcNow() };
        return new(true, true, Reasons.ArchiveVerified, $"Archive {location}, SHA-256 {digest}.", archive);
    }

    private bool TimeIsUp(McpTenant tenant) => tenant.Metadata.DeletionTimestamp is { } since && time.GetUtcNow() - new DateTimeOffset(since, TimeSpan.Zero) >= options.BestEffortTimeout;
}
