using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Http;
using k8s.Models;

namespace KubeOps.KubernetesClient;

public sealed partial class KubernetesClient
{
    /// <inheritdoc/>
    public Task<T> ApplyAsync<T>(T entity, string fieldManager, bool force = true, bool dryRun = false, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => SendApplyAsync(entity, subresource: null, fieldManager, force, dryRun, ct);

    /// <inheritdoc/>
    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, bool force = true, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => SendApplyAsync(entity, "status", fieldManager, force, dryRun: false, ct);

    /// <inheritdoc/>
    public Task<T> PatchAsync<T>(
        V1Patch patch, string name, string? ns = null, string? fieldManager = null, bool? force = null, bool dryRun = false, string? subresource = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(patch);
        var query = new QueryString().Add("fieldManager", fieldManager).Add("force", force).AddDryRun(dryRun);
        return _transport.SendAsync(PatchRequest(patch, ResourcePath.Object<T>(name, ns, subresource) + query), ReadAsync<T>, ct);
    }

    /// <inheritdoc/>
    public async Task<V1Scale> GetScaleAsync<T>(string name, string ns, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta> =>
        await _transport.SendAsync(new ApiRequest(HttpMethod.Get, ResourcePath.Object<T>(name, ns, "scale")), ReadAsync<V1Scale>, ct).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<V1Scale> PatchScaleAsync<T>(V1Patch patch, string name, string ns, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(patch);
        var query = new QueryString().Add("fieldManager", fieldManager);
        return _transport.SendAsync(PatchRequest(patch, ResourcePath.Object<T>(name, ns, "scale") + query), ReadAsync<V1Scale>, ct);
    }

    private Task<T> SendApplyAsync<T>(T entity, string? subresource, string fieldManager, bool force, bool dryRun, CancellationToken ct)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentException.ThrowIfNullOrEmpty(fieldManager);
        var query = new QueryString().Add("fieldManager", fieldManager).Add("force", force).AddDryRun(dryRun);
        var patch = new V1Patch(Intent(entity.Initialize()), PatchType.ApplyPatch);
        return _transport.SendAsync(PatchRequest(patch, ResourcePath.Of(entity, subresource) + query), ReadAsync<T>, ct);
    }

    /// <summary>What is sent: an object as read carries managedFields, which the server refuses in an apply.</summary>
    private static object Intent<T>(T entity) where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (entity.Metadata.ManagedFields is null)
            return entity;
        var copy = JsonSerializer.SerializeToNode(entity, KubernetesJson.TypeInfo<T>())!;
        copy["metadata"]!.AsObject().Remove("managedFields");
        return copy as JsonObject ?? throw new InvalidOperationException($"{typeof(T).Name} is no JSON object");
    }

    private static ApiRequest PatchRequest(V1Patch patch, string path) => new(HttpMethod.Patch, path) { Body = patch.ToUtf8(), MediaType = patch.MediaType };
}
