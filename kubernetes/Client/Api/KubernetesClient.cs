using k8s;
using k8s.Http;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeOps.KubernetesClient;

/// <summary>One API server over a few multiplexed connections. Thread-safe; keep one per process and dispose it last.</summary>
public sealed partial class KubernetesClient : IKubernetesClient, IDiscoveryClient
{
    private readonly KubernetesClientConfiguration _configuration;
    private readonly ApiTransport _transport;
    private readonly ILogger _logger;

    /// <summary>Connects lazily: nothing is sent, read or run before the first request.</summary>
    /// <param name="configuration">Where and as whom; null for <see cref="KubernetesClientConfiguration.BuildDefaultConfig"/>.</param>
    /// <param name="logger">Default: none.</param>
    /// <param name="time">Default: the system's clock.</param>
    public KubernetesClient(KubernetesClientConfiguration? configuration = null, ILogger<KubernetesClient>? logger = null, TimeProvider? time = null)
        : this(configuration, logger, time ?? TimeProvider.System, Random.Shared.NextDouble)
    {
    }

    internal KubernetesClient(KubernetesClientConfiguration? configuration, ILogger? logger, TimeProvider time, Func<double> random)
    {
        _logger = logger ?? NullLogger<KubernetesClient>.Instance;
        _configuration = (configuration ?? KubernetesClientConfiguration.BuildDefaultConfig()).ForClient(time);
        _transport = new ApiTransport(_configuration, time, random, _logger);
    }

    /// <inheritdoc/>
    public Task<string?> GetCurrentNamespaceAsync(CancellationToken ct = default) => Task.FromResult(_configuration.Namespace);

    /// <inheritdoc/>
    public Task<T?> GetAsync<T>(string name, string? ns = null, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta> =>
        FindAsync<T>(ResourcePath.Object<T>(name, ns), ct);

    /// <inheritdoc/>
    public Task<T> CreateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(entity);
        return WriteAsync(HttpMethod.Post, ResourcePath.Collection<T>(entity.Namespace()), entity, fieldManager, ct);
    }

    /// <inheritdoc/>
    public Task<T> UpdateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(entity);
        return WriteAsync(HttpMethod.Put, ResourcePath.Of(entity), entity, fieldManager, ct);
    }

    /// <inheritdoc/>
    public Task<T> UpdateStatusAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default) where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(entity);
        return WriteAsync(HttpMethod.Put, ResourcePath.Of(entity, "status"), entity, fieldManager, ct);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync<T>(string name, string? ns = null, V1DeleteOptions? options = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var request = new ApiRequest(HttpMethod.Delete, ResourcePath.Object<T>(name, ns)) { Body = options is null ? null : KubernetesJson.SerializeToUtf8Bytes(options) };
        try
        {
            // The answer is the object or a Status, depending on finalizers: not worth parsing.
            return await _transport.SendAsync(request, static (_, _) => ValueTask.FromResult(true), ct).ConfigureAwait(false);
        }
        catch (k8s.Autorest.HttpOperationException e) when (e.IsNotFound())
        {
            return false;
        }
    }

    /// <summary>Mints a token for a service account (its <c>token</c> subresource).</summary>
    /// <param name="name">Service account.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="request">Audiences and lifetime.</param>
    /// <param name="ct">Stops the call.</param>
    public Task<Authenticationv1TokenRequest> CreateServiceAccountTokenAsync(string name, string ns, Authenticationv1TokenRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return WriteAsync(HttpMethod.Post, ResourcePath.Object<V1ServiceAccount>(name, ns, "token"), request, fieldManager: null, ct);
    }

    /// <summary>Closes idle connections; requests that are under way fail.</summary>
    public void Dispose()
    {
        _transport.Dispose();
        _configuration.ExecCredentials?.Dispose();
    }

    private async Task<T?> FindAsync<T>(string path, CancellationToken ct) where T : class
    {
        try
        {
            return await _transport.SendAsync(new ApiRequest(HttpMethod.Get, path), ReadAsync<T>, ct).ConfigureAwait(false);
        }
        catch (k8s.Autorest.HttpOperationException e) when (e.IsNotFound())
        {
            return null;
        }
    }

    private Task<T> WriteAsync<T>(HttpMethod method, string path, T entity, string? fieldManager, CancellationToken ct) where T : class, IKubernetesObject
    {
        var query = new QueryString().Add("fieldManager", fieldManager);
        var request = new ApiRequest(method, path + query) { Body = KubernetesJson.SerializeToUtf8Bytes(entity.Initialize()) };
        return _transport.SendAsync(request, ReadAsync<T>, ct);
    }

    private static async ValueTask<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct) where T : class
    {
        using var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        try
        {
            return await KubernetesJson.DeserializeAsync<T>(stream, ct).ConfigureAwait(false) ?? throw new System.Text.Json.JsonException("null");
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new KubernetesClientException($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}: the answer is not a valid {typeof(T).Name} ({e.Path})", e);
        }
    }
}
