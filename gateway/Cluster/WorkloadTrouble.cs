using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Cluster;

/// <summary>Tells why a Deployment gets no pod at all. Then there is no pod that could say it, only a condition of the Deployment.</summary>
internal sealed class WorkloadTrouble(IKubernetesClient client)
{
    /// <inheritdoc cref="WorkloadLook"/>
    public async Task<WakeTrouble?> FindAsync(string ns, CancellationToken ct)
    {
        try
        {
            return Read(await client.GetAsync<V1Deployment>(McpTenantNames.Instance, ns, ct));
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
        {
            // An explanation that cannot be had is no reason to fail; the look at the scale says what is wrong with the API server.
            return null;
        }
    }

    internal static WakeTrouble? Read(V1Deployment? deployment)
    {
        // Before the controller has seen our write, what it says is about the sleep before.
        if (deployment?.Status is not { } status || (status.ObservedGeneration ?? 0) < (deployment.Metadata.Generation ?? 0))
            return null;
        var failed = (status.Conditions ?? []).FirstOrDefault(c => c is { Type: "ReplicaFailure", Status: "True" });
        return failed is null ? null : WakeTrouble.Of(IsQuota(failed.Message) ? WakeFailure.QuotaExceeded : WakeFailure.PodRefused, failed.Reason, failed.Message);
    }

    /// <summary>The reason is FailedCreate for all of them; the quota plugin has had these words since it exists.</summary>
    private static bool IsQuota(string? message) => message?.Contains("exceeded quota", StringComparison.Ordinal) == true;
}
