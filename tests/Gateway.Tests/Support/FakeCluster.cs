using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace Gateway.Tests.Support;

/// <summary>The small part of an API server that a gateway uses: tenants and pods with watches, and scale with real compare-and-swap.</summary>
internal sealed class FakeCluster : IKubernetesClient
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Replicas, string Version)> _scales = [];
    private long _version;

    public FakeCluster()
    {
        Tenants = new FakeKind<McpTenant>(Next);
        Pods = new FakeKind<V1Pod>(Next);
    }

    public FakeKind<McpTenant> Tenants { get; }

    public FakeKind<V1Pod> Pods { get; }

    /// <summary>Writes that changed a scale, by namespace and value.</summary>
    public ConcurrentQueue<(string Ns, int Replicas)> ScaleWrites { get; } = new();

    /// <summary>Scale requests of any kind, refused ones too.</summary>
    public int ScaleCalls;

    /// <summary>Runs after a scale write took effect.</summary>
    public Action<string, int> Scaled { get; set; } = (_, _) => { };

    /// <summary>Runs before a scale write is judged: the place to let somebody else write first.</summary>
    public Func<string, Task> BeforeScaleWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>When set, every scale call fails with it.</summary>
    public Func<Exception>? ScaleFault { get; set; }

    public TaskCompletionSource? ListGate { get; set; }

    public int ReplicasOf(string ns)
    {
        lock (_lock)
            return _scales.TryGetValue(ns, out var scale) ? scale.Replicas : 0;
    }

    public string ScaleVersionOf(string ns)
    {
        lock (_lock)
            return _scales[ns].Version;
    }

    public void SetScale(string ns, int replicas)
    {
        lock (_lock)
            _scales[ns] = (replicas, Next());
    }

    /// <summary>The operator's write: 1 -> 0 only if nobody wrote since.</summary>
    public bool TrySleep(string ns, string seenVersion)
    {
        lock (_lock)
        {
            if (_scales[ns].Version != seenVersion)
                return false;
            _scales[ns] = (0, Next());
        }

        ScaleWrites.Enqueue((ns, 0));
        Scaled(ns, 0);
        return true;
    }

    public Task<V1Scale> GetScaleAsync<T>(string name, string ns, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Interlocked.Increment(ref ScaleCalls);
        if (ScaleFault is not null)
            throw ScaleFault();
        lock (_lock)
            return Task.FromResult(_scales.TryGetValue(ns, out var s) ? Scale(ns, s) : throw Failure(HttpStatusCode.NotFound));
    }

    public async Task<V1Scale> PatchScaleAsync<T>(V1Patch patch, string name, string ns, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Interlocked.Increment(ref ScaleCalls);
        if (ScaleFault is not null)
            throw ScaleFault();
        await BeforeScaleWrite(ns);
        patch.Type.ShouldBe(PatchType.MergePatch);
        var body = JsonNode.Parse((string)patch.Content)!;
        var replicas = (int)body["spec"]!["replicas"]!;
        V1Scale after;
        lock (_lock)
        {
            if (_scales[ns].Version != (string?)body["metadata"]!["resourceVersion"])
                throw Failure(HttpStatusCode.Conflict);
            _scales[ns] = (replicas, Next());
            after = Scale(ns, _scales[ns]);
        }

        ScaleWrites.Enqueue((ns, replicas));
        Scaled(ns, replicas);
        return after;
    }

    public async Task<ListPage<T>> ListPageAsync<T>(string? ns, ListParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (ListGate is { } gate)
            await gate.Task.WaitAsync(ct);
        // The version first: what is written in between is then both listed and watched, never missed.
        var version = Interlocked.Read(ref _version).ToString(CultureInfo.InvariantCulture);
        return new ListPage<T>(Kind<T>().List(ns), version, null);
    }

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, WatchParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => Kind<T>().WatchAsync(ns, parameters.ResourceVersion, ct);

    public static HttpOperationException Failure(HttpStatusCode status) =>
        new($"fake {(int)status}") { Response = new HttpResponseMessageWrapper(status, "") };

    public void Dispose()
    {
    }

    public Task<string?> GetCurrentNamespaceAsync(CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>What the Deployment controller says of a namespace's workload.</summary>
    public ConcurrentDictionary<string, V1DeploymentStatus> Workloads { get; } = new();

    public Task<T?> GetAsync<T>(string name, string? ns = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Task.FromResult(new V1Deployment { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = ns }, Status = Workloads.GetValueOrDefault(ns!) } as T);

    public Task<IList<T>> ListAsync<T>(string? ns = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> CreateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> UpdateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> UpdateStatusAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> ApplyAsync<T>(T entity, string fieldManager, bool force = true, bool dryRun = false, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, bool force = true, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<T> PatchAsync<T>(
        V1Patch patch, string name, string? ns = null, string? fieldManager = null, bool? force = null, bool dryRun = false, string? subresource = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<bool> DeleteAsync<T>(string name, string? ns = null, V1DeleteOptions? options = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    private static V1Scale Scale(string ns, (int Replicas, string Version) scale) => new()
    {
        Metadata = new V1ObjectMeta { Name = "mcp-instance", NamespaceProperty = ns, ResourceVersion = scale.Version },
        // The real server leaves a zero out.
        Spec = new V1ScaleSpec { Replicas = scale.Replicas == 0 ? null : scale.Replicas },
    };

    private FakeKind<T> Kind<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        typeof(T) == typeof(McpTenant) ? (FakeKind<T>)(object)Tenants : (FakeKind<T>)(object)Pods;

    private string Next() => Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
}
