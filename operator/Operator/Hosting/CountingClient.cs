using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace McpTenants.Operator.Hosting;

/// <summary>Counts writes by verb and kind, so that "idle means no writes" can be seen on a running operator.</summary>
internal sealed class CountingClient(IKubernetesClient inner) : IKubernetesClient
{
    /// <inheritdoc/>
    public Task<string?> GetCurrentNamespaceAsync(CancellationToken ct = default) => inner.GetCurrentNamespaceAsync(ct);

    /// <inheritdoc/>
    public Task<T?> GetAsync<T>(string name, string? ns = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.GetAsync<T>(name, ns, ct);

    /// <inheritdoc/>
    public Task<IList<T>> ListAsync<T>(string? ns = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.ListAsync<T>(ns, labelSelector, fieldSelector, ct);

    /// <inheritdoc/>
    public Task<ListPage<T>> ListPageAsync<T>(string? ns, ListParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.ListPageAsync<T>(ns, parameters, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, WatchParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.WatchAsync<T>(ns, parameters, ct);

    /// <inheritdoc/>
    public Task<T> CreateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Count<T, T>("create", inner.CreateAsync(entity, fieldManager, ct));

    /// <inheritdoc/>
    public Task<T> UpdateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Count<T, T>("update", inner.UpdateAsync(entity, fieldManager, ct));

    /// <inheritdoc/>
    public Task<T> UpdateStatusAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Count<T, T>("update", inner.UpdateStatusAsync(entity, fieldManager, ct));

    /// <inheritdoc/>
    public Task<T> ApplyAsync<T>(T entity, string fieldManager, bool force = true, bool dryRun = false, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Count<T, T>("apply", inner.ApplyAsync(entity, fieldManager, force, dryRun, ct));

    /// <inheritdoc/>
    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, bool force = true, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Count<T, T>("apply", inner.ApplyStatusAsync(entity, fieldManager, force, ct));

    /// <inheritdoc/>
    public Task<T> PatchAsync<T>(
        V1Patch patch, string name, string? ns = null, string? fieldManager = null, bool? force = null, bool dryRun = false, string? subresource = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Count<T, T>(patch?.Type == PatchType.ApplyPatch ? "apply" : "patch", inner.PatchAsync<T>(patch!, name, ns, fieldManager, force, dryRun, subresource, ct));

    /// <inheritdoc/>
    public Task<V1Scale> GetScaleAsync<T>(string name, string ns, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.GetScaleAsync<T>(name, ns, ct);

    /// <inheritdoc/>
    public Task<V1Scale> PatchScaleAsync<T>(V1Patch patch, string name, string ns, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Count<T, V1Scale>("scale", inner.PatchScaleAsync<T>(patch, name, ns, fieldManager, ct));

    /// <inheritdoc/>
    public Task<bool> DeleteAsync<T>(string name, string? ns = null, V1DeleteOptions? options = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Count<T, bool>("delete", inner.DeleteAsync<T>(name, ns, options, ct));

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private static Task<TResult> Count<TKind, TResult>(string verb, Task<TResult> sent)
    {
        OperatorMetrics.Writes.Add(1, new KeyValuePair<string, object?>("verb", verb), new KeyValuePair<string, object?>("kind", Plan.Kinds.Of(typeof(TKind))));
        return sent;
    }
}
