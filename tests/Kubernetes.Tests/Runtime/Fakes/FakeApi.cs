using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Kubernetes.Runtime;
using KubeOps.KubernetesClient;

namespace Kubernetes.Tests.Runtime.Fakes;

/// <summary>
/// An API server in memory: versions, history, paging, watches, optimistic locking, and a way to make each of them fail. Requests are
/// recorded because what a reflector asks for is part of its contract.
/// </summary>
internal sealed partial class FakeApi : IKubernetesClient
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, object> _objects = new(StringComparer.Ordinal);
    private readonly List<(long Version, WatchEventType Type, object Object)> _history = [];
    private long _version = 100;

    /// <summary>History up to here is forgotten: watching from before it gives 410.</summary>
    public long CompactedAt { get; set; }

    /// <summary>Answers to the next lists; null means a normal one.</summary>
    public Queue<Exception?> ListFaults { get; } = new();

    /// <summary>Answers to the next writes and reads of single objects; null means a normal one.</summary>
    public Queue<Exception?> CallFaults { get; } = new();

    /// <summary>What was listed, in order.</summary>
    public List<ListParameters> Lists { get; } = [];

    /// <summary>Runs before a page is served; used to change the world between two pages.</summary>
    public Action<ListParameters>? BeforePage { get; set; }

    /// <summary>Version stated by lists; null for the real one.</summary>
    public string? StatedListVersion { get; set; }

    public long Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    public T Put<T>(T item)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_gate)
        {
            var path = Path(typeof(T), item.Key());
            var type = _objects.TryGetValue(path, out var existing) ? WatchEventType.Modified : WatchEventType.Added;
            item.Metadata.Uid ??= (existing as T)?.Metadata.Uid ?? Guid.NewGuid().ToString();
            item.Metadata.ResourceVersion = $"{++_version}";
            _objects[path] = item;
            Record(type, item);
            return item;
        }
    }

    /// <summary>Deletes; with <paramref name="silently"/> no watcher is told, as if it fell into a gap.</summary>
    public void Remove<T>(NamespacedName key, bool silently = false)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_gate)
        {
            if (!_objects.Remove(Path(typeof(T), key), out var removed))
                return;
            var last = Copy((T)removed);
            last.Metadata.ResourceVersion = $"{++_version}";
            if (!silently)
                Record(WatchEventType.Deleted, last);
        }
    }

    public Task<ListPage<T>> ListPageAsync<T>(string? ns, ListParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_gate)
            Lists.Add(parameters);
        BeforePage?.Invoke(parameters);
        lock (_gate)
        {
            if (ListFaults.TryDequeue(out var fault) && fault is not null)
                return Task.FromException<ListPage<T>>(fault);
            var offset = parameters.Continue is null ? 0 : int.Parse(parameters.Continue, System.Globalization.CultureInfo.InvariantCulture);
            var all = _objects.Values.OfType<T>().Where(o => ns is null || o.Metadata.NamespaceProperty == ns).ToList();
            // Like the real one: at "0" the watch cache answers and ignores the limit.
            var limit = parameters.ResourceVersion == "0" ? int.MaxValue : parameters.Limit ?? int.MaxValue;
            var page = all.Skip(offset).Take(limit).Select(Copy).ToList();
            var next = offset + page.Count < all.Count ? $"{offset + page.Count}" : null;
            return Task.FromResult(new ListPage<T>(page, StatedListVersion ?? $"{_version}", next));
        }
    }

    public Task<T?> GetAsync<T>(string name, string? ns = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
        => Call(ct, () => _objects.TryGetValue(Path(typeof(T), new NamespacedName(ns ?? "", name)), out var found) ? Copy((T)found) : null);

    public Task<T> CreateAsync<T>(T entity, string? fieldManager = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
        => Call(ct, () => _objects.ContainsKey(Path(typeof(T), entity.Key())) ? throw Error(HttpStatusCode.Conflict, "AlreadyExists") : Copy(Put(Copy(entity))));

    public Task<T> PatchAsync<T>(
        V1Patch patch, string name, string? ns = null, string? fieldManager = null, bool? force = null, bool dryRun = false, string? subresource = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
        => Call(ct, () =>
        {
            if (!_objects.TryGetValue(Path(typeof(T), new NamespacedName(ns ?? "", name)), out var found))
                throw Error(HttpStatusCode.NotFound, "NotFound");
            var change = JsonNode.Parse(patch.Content as string ?? KubernetesJson.Serialize(patch.Content))!.AsObject();
            if ((string?)change["metadata"]?["resourceVersion"] is { } version && version != ((T)found).Metadata.ResourceVersion)
                throw Error(HttpStatusCode.Conflict, "Conflict");
            var target = JsonNode.Parse(KubernetesJson.Serialize(found))!.AsObject();
            Merge(target, change);
            return Copy(Put(KubernetesJson.Deserialize<T>(target.ToJsonString())!));
        });

    public IReadOnlyList<T> All<T>()
    {
        lock (_gate)
            return [.. _objects.Values.OfType<T>()];
    }

    public static HttpOperationException Error(HttpStatusCode code, string reason, TimeSpan? retryAfter = null) => new($"{code} {reason}")
    {
        Response = new HttpResponseMessageWrapper(code, reason) { RetryAfter = retryAfter },
        Body = new V1Status { Code = (int)code, Reason = reason, Message = reason },
    };

    public void Dispose() => EndWatches();

    private Task<T> Call<T>(CancellationToken ct, Func<T> call)
    {
        lock (_gate)
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                return CallFaults.TryDequeue(out var fault) && fault is not null ? Task.FromException<T>(fault) : Task.FromResult(call());
            }
            catch (Exception failure)
            {
                return Task.FromException<T>(failure);
            }
        }
    }

    private void Record(WatchEventType type, object item)
    {
        _history.Add((_version, type, item));
        Broadcast(type, item);
    }

    private static void Merge(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
                Merge(existing, inner);
            else
                target[name] = value?.DeepClone();
        }
    }

    private static string Path(Type kind, NamespacedName key) => $"{kind.Name}/{key.Namespace}/{key.Name}";

    private static T Copy<T>(T item) => KubernetesJson.Deserialize<T>(KubernetesJson.Serialize(item!))!;
}
