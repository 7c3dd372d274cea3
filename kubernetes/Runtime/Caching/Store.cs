using k8s;
using k8s.Models;

namespace Kubernetes.Runtime.Caching;

/// <summary>
/// Latest known state of all objects of one kind and scope. Reads take no lock: each sees one immutable snapshot. Reads are stale by
/// design; what they are used for must be harmless when repeated.
/// </summary>
/// <typeparam name="T">Kind.</typeparam>
public sealed class Store<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // Held while a change is made and told, so that handlers see changes in order and a late handler misses none.
    private readonly Lock _writing = new();
    private readonly Func<T, T> _transform;
    private readonly Action<InformerEvent<T>> _tell;
    private StoreSnapshot<T> _snapshot = StoreSnapshot<T>.Empty;

    internal Store(Func<T, T> transform, Action<InformerEvent<T>> tell)
    {
        _transform = transform;
        _tell = tell;
    }

    /// <summary>Number of objects.</summary>
    public int Count => Snapshot.Count;

    /// <summary>The store as it is now; take it once when several reads belong together.</summary>
    public StoreSnapshot<T> Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>The object, or null.</summary>
    /// <param name="key">Its key.</param>
    public T? Get(NamespacedName key) => Snapshot.Get(key);

    /// <summary>All objects, in no order.</summary>
    public IEnumerable<T> List() => Snapshot.List();

    /// <inheritdoc cref="StoreSnapshot{T}.ByIndex"/>
    public IReadOnlyList<T> ByIndex(string indexName, string value) => Snapshot.ByIndex(indexName, value);

    internal void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        lock (_writing)
            Volatile.Write(ref _snapshot, _snapshot.WithIndex(name, values));
    }

    /// <summary>Runs <paramref name="register"/> with the current state such that nothing changes in between.</summary>
    internal void Freeze(Action<StoreSnapshot<T>> register)
    {
        lock (_writing)
            register(_snapshot);
    }

    /// <summary>Replaces everything at once; whatever is not in the list was deleted while nobody watched.</summary>
    internal void Replace(IReadOnlyList<T> items, bool initial)
    {
        lock (_writing)
        {
            var before = _snapshot;
            var after = new Dictionary<NamespacedName, T>(items.Count);
            foreach (var item in items)
            {
                var key = item.Key();
                // An unchanged object keeps its instance: nothing to tell, and no second copy to keep alive.
                var known = before.Get(key);
                after[key] = known is not null && SameVersion(known, item) ? known : _transform(item);
            }

            Volatile.Write(ref _snapshot, before.ReplaceAll(after));
            foreach (var key in before.Keys)
            {
                if (!after.ContainsKey(key))
                    Tell(key, before.Get(key), null, initial, unknown: true);
            }

            foreach (var (key, item) in after)
                Tell(key, before.Get(key), item, initial, unknown: true);
        }
    }

    internal void Upsert(T item)
    {
        lock (_writing)
        {
            var key = item.Key();
            var old = _snapshot.Get(key);
            if (old is not null && SameVersion(old, item))
                return;
            var stored = _transform(item);
            Volatile.Write(ref _snapshot, _snapshot.With(key, stored));
            Tell(key, old, stored, initial: false, unknown: true);
        }
    }

    internal void Remove(T last)
    {
        lock (_writing)
        {
            var key = last.Key();
            if (_snapshot.Get(key) is null)
                return;
            Volatile.Write(ref _snapshot, _snapshot.Without(key));
            Tell(key, _transform(last), null, initial: false, unknown: false);
        }
    }

    private static bool SameVersion(T a, T b)
        => !string.IsNullOrEmpty(a.Metadata.ResourceVersion) && a.Metadata.ResourceVersion == b.Metadata.ResourceVersion && a.Metadata.Uid == b.Metadata.Uid;

    private void Tell(NamespacedName key, T? old, T? current, bool initial, bool unknown)
    {
        if (ReferenceEquals(old, current))
            return;
        if (old is not null && current is not null && old.Metadata.Uid != current.Metadata.Uid)
        {
            // Deleted and created again within a gap: the old identity must be seen to end.
            Tell(key, old, null, initial, unknown);
            old = null;
        }

        _tell(new InformerEvent<T>
        {
            Type = old is null ? InformerEventType.Added : current is null ? InformerEventType.Deleted : InformerEventType.Updated,
            Key = key,
            Old = old,
            New = current,
            IsInitialList = initial,
            FinalStateUnknown = current is null && unknown,
        });
    }
}
