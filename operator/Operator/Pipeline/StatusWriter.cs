using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Pipeline;

/// <summary>Writes a status once, and only when it says something new.</summary>
internal sealed class StatusWriter(IKubernetesClient client, TransitionEvents events)
{
    /// <summary>Writes the status if it differs from the tenant's.</summary>
    /// <returns>True when it was written.</returns>
    public async Task<bool> WriteAsync(McpTenant tenant, McpTenantStatus next, CancellationToken cancellationToken)
    {
        var before = tenant.Status is null ? "" : KubernetesJson.Serialize(tenant.Status);
        var after = KubernetesJson.Serialize(next);
        if (before == after)
        {
            return false;
        }

        // A merge patch leaves what others write (last activity, usage) alone; the resourceVersion makes a stale view lose.
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["uid"] = tenant.Metadata.Uid, ["resourceVersion"] = tenant.Metadata.ResourceVersion },
            ["status"] = JsonNode.Parse(after),
        };
        await client.PatchAsync<McpTenant>(
            new V1Patch(patch.ToJsonString(), PatchType.MergePatch),
            tenant.Metadata.Name!,
            fieldManager: McpTenantNames.PipelineManager,
            subresource: "status",
            ct: cancellationToken);
        events.Tell(tenant, next);
        return true;
    }
}
