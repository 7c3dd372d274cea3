using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Cluster;

/// <summary>
/// Raises a tenant's scale by compare-and-swap: the patch carries the resourceVersion of our look, so of several writers one wins and the others
/// get a conflict. A JSON patch with a test of /spec/replicas cannot do it: the field is left out when it is 0.
/// </summary>
internal sealed class DeploymentScale(IKubernetesClient client)
{
    /// <inheritdoc cref="ScaleRaiser"/>
    public async Task<ScaleResult> RaiseAsync(string ns, Action foundAsleep, CancellationToken ct)
    {
        try
        {
            var scale = await client.GetScaleAsync<V1Deployment>(McpTenantNames.Instance, ns, ct);
            if (scale.Spec?.Replicas is > 0)
                return ScaleResult.WasUp;
            foundAsleep();
            await client.PatchScaleAsync<V1Deployment>(ToOne(scale), McpTenantNames.Instance, ns, McpTenantNames.WakeManager, ct);
            return ScaleResult.Raised;
        }
        catch (HttpOperationException e) when (e.IsConflict())
        {
            return ScaleResult.Contended;
        }
        catch (HttpOperationException e) when (e.IsNotFound() || e.IsForbidden() || e.IsUnprocessable())
        {
            throw new WakeFailedException(WakeFailure.NotProvisioned, e);
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
        {
            throw new WakeFailedException(WakeFailure.ApiUnavailable, e);
        }
    }

    /// <inheritdoc cref="ScaleReader"/>
    public async Task<bool?> ReadAsync(string ns, CancellationToken ct)
    {
        try
        {
            return (await client.GetScaleAsync<V1Deployment>(McpTenantNames.Instance, ns, ct)).Spec?.Replicas is > 0;
        }
        catch (HttpOperationException e) when (e.IsNotFound())
        {
            return false;
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static V1Patch ToOne(V1Scale seen)
    {
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = seen.Metadata.ResourceVersion },
            ["spec"] = new JsonObject { ["replicas"] = 1 },
        };
        return new V1Patch(body.ToJsonString(), PatchType.MergePatch);
    }
}
