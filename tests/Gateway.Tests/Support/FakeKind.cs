using k8s;
using k8s.Models;

namespace Gateway.Tests.Support;

/// <summary>The objects of one kind in <see cref="FakeCluster"/>, with a history that watches read.</summary>
internal sealed class FakeKind<T>(Func<string> nextVersion)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string? Ns, string Name), T> _objects = [];
    private readonly List<(long Version, WatchEvent<T> Event)> _history = [];
    private TaskCompletionSource _changed = New();

    public int Watches;

    public void Put(T item)
    {
        lock (_lock)
        {
            item.Metadata.ResourceVersion = nextVersion();
            var key = (item.Metadata.NamespaceProperty, item.Metadata.Name!);
            Tell(_objects.ContainsKey(key) ? WatchEventType.Modified : WatchEventType.Added, item);
            _objects[key] = item;
        }
    }

    public void Remove(string? ns, string name)
    {
        lock (_lock)
        {
            if (!_objects.Remove((ns, name), out var item))
                return;
            item.Metadata.ResourceVersion = nextVersion();
            Tell(WatchEventType.Deleted, item);
        }
    }

    public IReadOnlyList<T> List(string? ns)
    {
        lock (_lock)
            return [.. _objects.Where(o => ns is null || o.Key.Ns == ns).Select(o => o.Value)];
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? ns, string? from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        Interlocked.Increment(ref Watches);
        try
        {
            var seen = long.Parse(from ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            while (true)
            {
                List<(long Version, WatchEvent<T> Event)> news;
                Task changed;
                lock (_lock)
                {
                    news = [.. _history.Where(h => h.Version > seen && (ns is null || h.Event.Object!.Metadata.NamespaceProperty == ns))];
                    changed = _changed.Task;
                }

                foreach (var (version, what) in news)
                {
                    seen = version;
                    yield return what;
                }

                await changed.WaitAsync(ct);
            }
        }
        finally
        {
            Interlocked.Decrement(ref Watches);
        }
    }

    private void Tell(WatchEventType type, T item)
    {
        _history.Add((long.Parse(item.Metadata.ResourceVersion!, System.Globalization.CultureInfo.InvariantCulture), new WatchEvent<T>(type, item)));
        var changed = _changed;
        _changed = New();
        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
