using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>A planned object of one kind: the kind decides URL and group of the calls.</summary>
/// <typeparam name="T">The model of the kind.</typeparam>
internal sealed record PlannedObject<T> : PlannedObject
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>What is sent.</summary>
    public required T Object { get; init; }

    /// <summary>What the object is created from, if fields of it shall belong to <see cref="McpTenantNames.ScaleManager"/>; null for none.</summary>
    public T? Skeleton { get; init; }

    /// <inheritdoc/>
    public override async Task CreateAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        if (Skeleton is not null)
        {
            await CreateSkeletonAsync(client, cancellationToken);
        }

        if (NeverAdopt)
        {
            await CreateOwnAsync(client, cancellationToken);
            return;
        }

        await SendAsync(client, Manifest, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task ApplyAsync(IKubernetesClient client, IKubernetesObject<V1ObjectMeta> live, CancellationToken cancellationToken)
    {
        // With the UID an object that was deleted and made anew by somebody else answers 409 instead of being taken over.
        var manifest = Manifest.DeepClone().AsObject();
        manifest["metadata"]!["uid"] = live.Metadata.Uid;
        return SendAsync(client, manifest, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task ReplaceExactFieldAsync(IKubernetesClient client, IKubernetesObject<V1ObjectMeta> live, CancellationToken cancellationToken)
    {
        var operations = new JsonArray(
            new JsonObject { ["op"] = "test", ["path"] = "/metadata/uid", ["value"] = live.Metadata.Uid },
            new JsonObject { ["op"] = "replace", ["path"] = "/" + ExactField, ["value"] = Manifest[ExactField!]?.DeepClone() });
        return client.PatchAsync<T>(
            new V1Patch(operations.ToJsonString(), PatchType.JsonPatch), Key.Name, Key.Namespace, McpTenantNames.PipelineManager, ct: cancellationToken);
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(IKubernetesClient client, IKubernetesObject<V1ObjectMeta> live, CancellationToken cancellationToken) =>
        client.DeleteAsync<T>(Key.Name, Key.Namespace, Precondition.Only(live), cancellationToken);

    private Task SendAsync(IKubernetesClient client, JsonObject manifest, CancellationToken cancellationToken) => client.PatchAsync<T>(
        new V1Patch(manifest.ToJsonString(), PatchType.ApplyPatch), Key.Name, Key.Namespace, McpTenantNames.PipelineManager, force: true, ct: cancellationToken);

    private async Task CreateSkeletonAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(Skeleton!, McpTenantNames.ScaleManager, cancellationToken);
        }
        catch (HttpOperationException e) when (e.IsConflict())
        {
            // It is there: an earlier run created it and this cache has not seen it yet.
        }
    }

    private async Task CreateOwnAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(KubernetesJson.Deserialize<T>(Manifest.ToJsonString())!, McpTenantNames.PipelineManager, cancellationToken);
        }
        catch (HttpOperationException e) when (e.IsConflict())
        {
            var found = await client.GetAsync<T>(Key.Name, Key.Namespace, cancellationToken);
            if (found is not null && found.GetLabel(McpTenantNames.TenantUidLabel) != Object.GetLabel(McpTenantNames.TenantUidLabel))
            {
                throw new ForeignObjectException(Key);
            }
        }
    }
}
