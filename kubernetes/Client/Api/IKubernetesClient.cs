using k8s;
using k8s.Autorest;
using k8s.Models;

namespace KubeOps.KubernetesClient;

/// <summary>
/// The verbs of the API server over any kind that carries a <see cref="KubernetesEntityAttribute"/>. A null namespace means cluster scope
/// (or all namespaces for lists and watches). Errors are <see cref="HttpOperationException"/>; nothing retries except 429/503 with <c>Retry-After</c> on reads and deletes.
/// </summary>
public interface IKubernetesClient : IDisposable
{
    /// <summary>The namespace of the kubeconfig context or of the pod; null when neither says.</summary>
    /// <param name="ct">Stops the call.</param>
    Task<string?> GetCurrentNamespaceAsync(CancellationToken ct = default);

    /// <summary>Reads one object; null when there is none.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="ns">Namespace.</param>
    /// <param name="ct">Stops the call.</param>
    Task<T?> GetAsync<T>(string name, string? ns = null, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads all objects, page by page; starts over when a page token expires.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="ns">Namespace; null for all.</param>
    /// <param name="labelSelector">Label selector.</param>
    /// <param name="fieldSelector">Field selector.</param>
    /// <param name="ct">Stops the call.</param>
    Task<IList<T>> ListAsync<T>(string? ns = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads one page.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="ns">Namespace; null for all.</param>
    /// <param name="parameters">Selection and paging.</param>
    /// <param name="ct">Stops the call.</param>
    Task<ListPage<T>> ListPageAsync<T>(string? ns, ListParameters parameters, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>
    /// Streams changes until the server closes the stream. Does not reconnect. An Error event is the last one; malformed lines are skipped with a log entry;
    /// a broken connection throws <see cref="IOException"/> or <see cref="HttpRequestException"/>.
    /// </summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="ns">Namespace; null for all.</param>
    /// <param name="parameters">Selection and start.</param>
    /// <param name="ct">Ends the stream with <see cref="OperationCanceledException"/>.</param>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, WatchParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Creates an object.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="entity">The object; its metadata names it.</param>
    /// <param name="fieldManager">Field manager; null for the server's guess.</param>
    /// <param name="ct">Stops the call.</param>
    Task<T> CreateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Replaces an object. Only with its resourceVersion, and never for built-in kinds: unknown fields would be lost.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="entity">The object as it shall be.</param>
    /// <param name="fieldManager">Field manager; null for the server's guess.</param>
    /// <param name="ct">Stops the call.</param>
    Task<T> UpdateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Replaces the status.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="entity">The object with the new status.</param>
    /// <param name="fieldManager">Field manager; null for the server's guess.</param>
    /// <param name="ct">Stops the call.</param>
    Task<T> UpdateStatusAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Server-side apply: creates the object or makes our fields as stated; fields we stated before and left out now are removed. managedFields are never sent.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="entity">Exactly the fields we own.</param>
    /// <param name="fieldManager">Who owns them.</param>
    /// <param name="force">Take fields over from other managers. Default true, as controllers do; false gives a 409.</param>
    /// <param name="dryRun">Compute and validate only. Default false.</param>
    /// <param name="ct">Stops the call.</param>
    Task<T> ApplyAsync<T>(T entity, string fieldManager, bool force = true, bool dryRun = false, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Server-side apply of the status.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="entity">Name and the status fields we own.</param>
    /// <param name="fieldManager">Who owns them.</param>
    /// <param name="force">Take fields over from other managers. Default true.</param>
    /// <param name="ct">Stops the call.</param>
    Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, bool force = true, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Patches an object or one of its subresources.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="patch">Body and dialect.</param>
    /// <param name="name">Name.</param>
    /// <param name="ns">Namespace.</param>
    /// <param name="fieldManager">Field manager; required for apply patches.</param>
    /// <param name="force">Apply patches only: take fields over.</param>
    /// <param name="dryRun">Compute and validate only. Default false.</param>
    /// <param name="subresource">Such as <c>status</c>; null for the object itself.</param>
    /// <param name="ct">Stops the call.</param>
    Task<T> PatchAsync<T>(
        V1Patch patch, string name, string? ns = null, string? fieldManager = null, bool? force = null, bool dryRun = false, string? subresource = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Reads the scale subresource.</summary>
    /// <typeparam name="T">Scalable kind.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="ns">Namespace.</param>
    /// <param name="ct">Stops the call.</param>
    Task<V1Scale> GetScaleAsync<T>(string name, string ns, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Patches the scale subresource; with metadata.resourceVersion in the patch it is a compare-and-swap (409 when somebody was faster).</summary>
    /// <typeparam name="T">Scalable kind.</typeparam>
    /// <param name="patch">Body and dialect.</param>
    /// <param name="name">Name.</param>
    /// <param name="ns">Namespace.</param>
    /// <param name="fieldManager">Field manager; null for the server's guess.</param>
    /// <param name="ct">Stops the call.</param>
    Task<V1Scale> PatchScaleAsync<T>(V1Patch patch, string name, string ns, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Deletes an object. False when it was gone already.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="name">Name.</param>
    /// <param name="ns">Namespace.</param>
    /// <param name="options">Preconditions (uid), propagation policy, grace period; null for the server's defaults.</param>
    /// <param name="ct">Stops the call.</param>
    Task<bool> DeleteAsync<T>(string name, string? ns = null, V1DeleteOptions? options = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>;
}
