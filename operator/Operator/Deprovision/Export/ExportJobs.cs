using System.Net;
using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Deprovision.Export;

/// <summary>Starts and finds the export job of a tenant.</summary>
internal sealed class ExportJobs(IKubernetesClient client, TenantCertificates certificates)
{
    /// <summary>Makes sure that the job runs.</summary>
    public async Task EnsureAsync(PlanInput input, CancellationToken cancellationToken)
    {
        // The pipeline no longer looks after this tenant, and its removal may have been waiting for longer than a certificate lives.
        if (input.MutualTls)
        {
            await certificates.EnsureAsync(input, cancellationToken);
        }

        if (await client.GetAsync<V1Job>(McpTenantNames.Export, input.Namespace, cancellationToken) is { } job)
        {
            if (job.Status?.Conditions?.Any(c => c is { Type: "Failed", Status: "True" }) == true)
            {
                // Foreground: the failed pods go with it, so the quota has room for the next try.
                await client.DeleteAsync<V1Job>(McpTenantNames.Export, input.Namespace, Precondition.Only(job, "Foreground"), cancellationToken);
            }

            return;
        }

        await TryCreateAsync(ExportJobBuilder.Token(input, RandomNumberGenerator.GetHexString(64, lowercase: true)), cancellationToken);
        await TryCreateAsync(ExportJobBuilder.Job(input), cancellationToken);
    }

    /// <summary>Where the job serves the archive, or null while it does not.</summary>
    public async Task<(Peer Server, string Token)?> FindAsync(string tenantNamespace, string tenantUid, CancellationToken cancellationToken)
    {
        var pods = await client.ListAsync<V1Pod>(tenantNamespace, $"{McpTenantNames.AppNameLabel}={ExportJobBuilder.PodName}", ct: cancellationToken);
        var pod = pods.FirstOrDefault(p => p.Status?.Phase == "Running" && p.Metadata.DeletionTimestamp is null);
        var secret = !IPAddress.TryParse(pod?.Status?.PodIP, out var address) ? null : await client.GetAsync<V1Secret>(McpTenantNames.Export, tenantNamespace, cancellationToken);
        return secret?.Data?.TryGetValue(ExportJobBuilder.TokenKey, out var token) == true
            ? (new Peer(tenantUid, address!, MutualTlsDecision.Serves(pod!.Metadata)), Encoding.ASCII.GetString(token))
            : null;
    }

    /// <summary>What the job is waiting for, for people.</summary>
    public async Task<string> DescribeAsync(string tenantNamespace, CancellationToken cancellationToken)
    {
        var pods = await client.ListAsync<V1Pod>(tenantNamespace, $"{McpTenantNames.AppNameLabel}={ExportJobBuilder.PodName}", ct: cancellationToken);
        var waiting = pods
            .SelectMany(p => p.Status?.ContainerStatuses ?? [], (_, c) => c.State?.Waiting)
            .FirstOrDefault(w => w is not null);
        var unscheduled = pods.SelectMany(p => p.Status?.Conditions ?? []).FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False" });
        return waiting is not null ? $"The export job waits: {waiting.Reason} {waiting.Message}".TrimEnd()
            : unscheduled is not null ? $"The export job waits: {unscheduled.Reason} {unscheduled.Message}".TrimEnd()
            : pods.Count == 0 ? "The export job has no pod yet."
            : "The export job is starting.";
    }

    private async Task TryCreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await client.CreateAsync(entity, McpTenantNames.PipelineManager, cancellationToken);
        }
        catch (HttpOperationException e) when (e.IsAlreadyExists())
        {
            // From a pass that was killed. Its token is as good as a new one.
        }
    }
}
