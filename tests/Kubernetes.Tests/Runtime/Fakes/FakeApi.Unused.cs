using k8s;
using k8s.Models;

namespace Kubernetes.Tests.Runtime.Fakes;

/// <summary>Verbs the runtime never uses.</summary>
internal sealed partial class FakeApi
{
    public Task<string?> GetCurrentNamespaceAsync(CancellationToken ct = default) => throw new NotSupportedException();

    public Task<IList<T>> ListAsync<T>(string? ns = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> UpdateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> UpdateStatusAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> ApplyAsync<T>(T entity, string fieldManager, bool force = true, bool dryRun = false, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, bool force = true, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<V1Scale> GetScaleAsync<T>(string name, string ns, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<V1Scale> PatchScaleAsync<T>(V1Patch patch, string name, string ns, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<bool> DeleteAsync<T>(string name, string? ns = null, V1DeleteOptions? options = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();
}
