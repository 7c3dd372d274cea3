using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>Writes tombstones. Every write carries the resourceVersion that was read: purge and restore exclude each other by it.</summary>
internal sealed class TombstoneWriter(IKubernetesClient client)
{
    /// <summary>Writes the status if it says something new.</summary>
    public Task StatusAsync(McpTenantTombstone read, McpTenantTombstoneStatus next, CancellationToken cancellationToken)
    {
        var after = KubernetesJson.Serialize(next);
        return read.Status is not null && KubernetesJson.Serialize(read.Status) == after
            ? Task.CompletedTask
            : SendAsync(read, new JsonObject { ["status"] = JsonNode.Parse(after) }, "status", cancellationToken);
    }

    /// <summary>Writes fields of the spec; null removes one.</summary>
    public Task SpecAsync(McpTenantTombstone read, JsonObject fields, CancellationToken cancellationToken) =>
        SendAsync(read, new JsonObject { ["spec"] = fields }, null, cancellationToken);

    /// <summary>Drops what is not needed any more and lets the object go when somebody deletes it.</summary>
    public Task CloseAsync(McpTenantTombstone read, CancellationToken cancellationToken)
    {
        var kept = (read.Metadata.Finalizers ?? []).Where(f => f != McpTenantNames.TombstoneFinalizer).Select(f => (JsonNode)f).ToArray();
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray(kept) },
            ["spec"] = new JsonObject { ["specification"] = null },
        };
        return SendAsync(read, patch, null, cancellationToken);
    }

    private Task SendAsync(McpTenantTombstone read, JsonObject patch, string? subresource, CancellationToken cancellationToken)
    {
        var metadata = patch["metadata"] as JsonObject ?? [];
        metadata["uid"] = read.Metadata.Uid;
        metadata["resourceVersion"] = read.Metadata.ResourceVersion;
        patch["metadata"] = metadata;
        return client.PatchAsync<McpTenantTombstone>(
            new V1Patch(patch.ToJsonString(), PatchType.MergePatch),
            read.Metadata.Name!,
            fieldManager: McpTenantNames.PipelineManager,
            subresource: subresource,
            ct: cancellationToken);
    }
}
