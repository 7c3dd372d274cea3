using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Operator.Plan;

namespace Operator.Tests.Integration.Support;

/// <summary>The process died here.</summary>
internal sealed class KilledException() : Exception("killed");

/// <summary>A connection to the API server on which a test decides what happens to each write. Reads go through as they are.</summary>
internal sealed class FaultyClient(IKubernetesClient inner, Func<string, Func<Task>, Task> onWrite) : IKubernetesClient
{
    /// <summary>The write happens, and whoever made it does not live to see it.</summary>
    public static Func<string, Func<Task>, Task> KillsAfterEveryWrite(Action<string> written) => async (what, write) =>
    {
        await write();
        written(what);
        throw new KilledException();
    };

    /// <summary>Two of three writes go wrong: refused in one of three ways, or done without anybody being told.</summary>
    public static Func<string, Func<Task>, Task> Shaky(Random random, Action<string> written) => async (what, write) =>
    {
        var fate = random.Next(12);
        if (fate < 6)
        {
            throw Error(fate % 3 == 0 ? HttpStatusCode.Conflict : fate % 3 == 1 ? HttpStatusCode.TooManyRequests : HttpStatusCode.InternalServerError);
        }

        await write();
        written(what);
        if (fate < 8)
        {
            throw new IOException("The answer was lost.");
        }
    };

    public void Dispose()
    {
        // The connection is the fixture's.
    }

    public Task<string?> GetCurrentNamespaceAsync(CancellationToken ct = default) => inner.GetCurrentNamespaceAsync(ct);

    public Task<T?> GetAsync<T>(string name, string? ns = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.GetAsync<T>(name, ns, ct);

    public Task<IList<T>> ListAsync<T>(string? ns = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.ListAsync<T>(ns, labelSelector, fieldSelector, ct);

    public Task<ListPage<T>> ListPageAsync<T>(string? ns, ListParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.ListPageAsync<T>(ns, parameters, ct);

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, WatchParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.WatchAsync<T>(ns, parameters, ct);

    public Task<V1Scale> GetScaleAsync<T>(string name, string ns, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => inner.GetScaleAsync<T>(name, ns, ct);

    public Task<T> CreateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => WriteAsync<T, T>("create", entity.Metadata.Name, () => inner.CreateAsync(entity, fieldManager, ct));

    public Task<T> UpdateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => WriteAsync<T, T>("update", entity.Metadata.Name, () => inner.UpdateAsync(entity, fieldManager, ct));

    public Task<T> UpdateStatusAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => WriteAsync<T, T>("update", entity.Metadata.Name, () => inner.UpdateStatusAsync(entity, fieldManager, ct));

    public Task<T> ApplyAsync<T>(T entity, string fieldManager, bool force = true, bool dryRun = false, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        dryRun ? inner.ApplyAsync(entity, fieldManager, force, dryRun, ct) : WriteAsync<T, T>("apply", entity.Metadata.Name, () => inner.ApplyAsync(entity, fieldManager, force, dryRun, ct));

    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, bool force = true, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => WriteAsync<T, T>("apply", entity.Metadata.Name, () => inner.ApplyStatusAsync(entity, fieldManager, force, ct));

    public Task<T> PatchAsync<T>(
        V1Patch patch, string name, string? ns = null, string? fieldManager = null, bool? force = null, bool dryRun = false, string? subresource = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        WriteAsync<T, T>($"patch{(subresource is null ? "" : "/" + subresource)}", name, () => inner.PatchAsync<T>(patch, name, ns, fieldManager, force, dryRun, subresource, ct));

    public Task<V1Scale> PatchScaleAsync<T>(V1Patch patch, string name, string ns, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => WriteAsync<T, V1Scale>("scale", name, () => inner.PatchScaleAsync<T>(patch, name, ns, fieldManager, ct));

    public Task<bool> DeleteAsync<T>(string name, string? ns = null, V1DeleteOptions? options = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => WriteAsync<T, bool>("delete", name, () => inner.DeleteAsync<T>(name, ns, options, ct));

    private static HttpOperationException Error(HttpStatusCode code) =>
        new($"injected {(int)code}") { Response = new HttpResponseMessageWrapper(code, ""), Body = new V1Status { Code = (int)code, Reason = code.ToString(), Message = $"injected {(int)code}" } };

    private async Task<TResult> WriteAsync<T, TResult>(string verb, string? name, Func<Task<TResult>> write)
    {
        TResult? result = default;
        await onWrite($"{verb} {Kinds.Of(typeof(T))} {name}", async () => result = await write());
        return result!;
    }
}
