using System.Text.Json.Nodes;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Pipeline;

/// <summary>Adds and removes our finalizer, with the resourceVersion that was read: a list is replaced as a whole.</summary>
internal static class FinalizerPatch
{
    /// <summary>True when the tenant carries our finalizer.</summary>
    public static bool IsOn(McpTenant tenant) => tenant.Metadata.Finalizers?.Contains(McpTenantNames.Finalizer) == true;

    /// <summary>Adds the finalizer.</summary>
    public static Task AddAsync(IKubernetesClient client, McpTenant tenant, CancellationToken cancellationToken) =>
        SetAsync(client, tenant, [.. tenant.Metadata.Finalizers ?? [], McpTenantNames.Finalizer], cancellationToken);

    /// <summary>Removes the finalizer.</summary>
    public static Task RemoveAsync(IKubernetesClient client, McpTenant tenant, CancellationToken cancellationToken) =>
        SetAsync(client, tenant, [.. (tenant.Metadata.Finalizers ?? []).Where(f => f != McpTenantNames.Finalizer)], cancellationToken);

    private static Task SetAsync(IKubernetesClient client, McpTenant tenant, string[] finalizers, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["uid"] = tenant.Metadata.Uid,
                ["resourceVersion"] = tenant.Metadata.ResourceVersion,
                ["finalizers"] = new JsonArray([.. finalizers.Select(f => JsonValue.Create(f))]),
            },
        };
        return client.PatchAsync<McpTenant>(
            new V1Patch(patch.ToJsonString(), PatchType.MergePatch), tenant.Metadata.Name!, fieldManager: McpTenantNames.PipelineManager, ct: cancellationToken);
    }
}
