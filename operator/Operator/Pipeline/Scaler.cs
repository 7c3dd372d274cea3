using System.Globalization;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Pipeline;

/// <summary>Writes the replicas of an instance as a compare-and-swap: the gateway is the other writer.</summary>
internal sealed class Scaler(IKubernetesClient client)
{
    /// <summary>Reads the scale.</summary>
    public Task<V1Scale> ReadAsync(string tenantNamespace, CancellationToken cancellationToken) =>
        client.GetScaleAsync<V1Deployment>(McpTenantNames.Instance, tenantNamespace, cancellationToken);

    /// <summary>Writes the replicas onto the scale that was read.</summary>
    /// <returns>False when somebody else was faster.</returns>
    public async Task<bool> WriteAsync(string tenantNamespace, V1Scale read, int replicas, CancellationToken cancellationToken)
    {
        var patch = string.Create(
            CultureInfo.InvariantCulture, $$$"""{"metadata":{"resourceVersion":"{{{read.Metadata.ResourceVersion}}}"},"spec":{"replicas":{{{replicas}}}}}""");
        try
        {
            await client.PatchScaleAsync<V1Deployment>(
                new V1Patch(patch, PatchType.MergePatch), McpTenantNames.Instance, tenantNamespace, McpTenantNames.SleepManager, cancellationToken);
            return true;
        }
        catch (HttpOperationException e) when (e.IsConflict())
        {
            return false;
        }
    }

    /// <summary>Reads and writes, unless the replicas are already what they shall be.</summary>
    /// <returns>False when somebody else was faster.</returns>
    public async Task<bool> ScaleAsync(string tenantNamespace, int replicas, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(tenantNamespace, cancellationToken);
        return (read.Spec?.Replicas ?? 0) == replicas || await WriteAsync(tenantNamespace, read, replicas, cancellationToken);
    }
}
