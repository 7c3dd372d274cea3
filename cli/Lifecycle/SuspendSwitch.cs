using System.Text.Json.Nodes;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Cli.Lifecycle;

/// <summary>Writes <c>spec.suspended</c> and nothing else, so that it gets in nobody's way.</summary>
internal static class SuspendSwitch
{
    /// <summary>Writes it and returns the tenant as it is then.</summary>
    public static async Task<McpTenant> SetAsync(IKubernetesClient client, string name, JsonObject spec, CancellationToken cancellationToken)
    {
        var tenant = await client.RequireAsync(name, cancellationToken);
        // The UID makes it this tenant, not one of the same name that was made a moment ago.
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = tenant.Uid() }, ["spec"] = spec };
        return await client.PatchAsync<McpTenant>(new V1Patch(patch.ToJsonString(), PatchType.MergePatch), name, fieldManager: Connection.FieldManager, ct: cancellationToken);
    }
}
