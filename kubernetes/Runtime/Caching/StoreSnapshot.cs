using System.Collections.Immutable;
using k8s;
using k8s.Models;

namespace Kubernetes.Runtime.Caching;

/// <summary>The store at one moment. Several reads of one snapshot never contradict each other.</summary>
/// <typeparam name="T">Kind.</typeparam>
public sealed class StoreSnapshot<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    internal static StoreSnapshot<T> Empty { get; } =
        new(ImmutableDictionary<NamespacedName, T>.Empty, ImmutableDictionary.Create<string, StoreIndex<T>>(StringComparer.Ordinal));

    private readonly ImmutableDictionary<NamespacedName, T> _items;
    private readonly ImmutableDictionary<string, StoreIndex<T>> _indexes;

    private StoreSnapshot(ImmutableDictionary<NamespacedName, T> items, ImmutableDictionary<string, StoreIndex<T>> indexes)
    {
        _items = items;
        _indexes = indexes;
    }

    /// <summary>Number of objects.</summary>
    public int Count => _items.Count;

    /// <summary>All keys, in no order.</summary>
    public IEnumerable<NamespacedName> Keys => _items.Keys;

    /// <summary>The object, or null.</summary>
    /// <param name="key">Its key.</param>
    public T? Get(NamespacedName key) => _items.GetValueOrDefault(key);

    /// <summary>All objects, in no order; enumerating copies nothing.</summary>
    public IEnumerable<T> List() => _items.Values;

    /// <summary>Objects whose index function gave the value.</summary>
    /// <param name="indexName">Name given to <c>AddIndex</c>.</param>
    /// <param name="value">Value looked for.</param>
    /// <exception cref="ArgumentException">There is no such index: reading it would mean an unnoticed full scan, or nothing for ever.</exception>
    public IReadOnlyList<T> ByIndex(string indexName, string value)
    {
        if (!_indexes.TryGetValue(indexName, out var index))
            throw new ArgumentException($"The store of {typeof(T).Name} has no index '{indexName}'.", nameof(indexName));
        return [.. index.Find(value).Select(key => _items[key])];
    }

    internal StoreSnapshot<T> With(NamespacedName key, T item)
    {
        var old = Get(key);
        return new StoreSnapshot<T>(_items.SetItem(key, item), Reindex(index => index.Move(key, old, item)));
    }

    internal StoreSnapshot<T> Without(NamespacedName key)
    {
        var old = Get(key);
        return old is null ? this : new StoreSnapshot<T>(_items.Remove(key), Reindex(index => index.Move(key, old, null)));
    }

    internal StoreSnapshot<T> ReplaceAll(IReadOnlyDictionary<NamespacedName, T> items)
    {
        var replaced = items.ToImmutableDictionary();
        return new StoreSnapshot<T>(replaced, Reindex(index => index.Rebuild(replaced)));
    }

    internal StoreSnapshot<T> WithIndex(string name, Func<T, IEnumerable<string>> values)
        => new(_items, _indexes.Add(name, new StoreIndex<T>(values).Rebuild(_items)));

    private ImmutableDictionary<string, StoreIndex<T>> Reindex(Func<StoreIndex<T>, StoreIndex<T>> change)
    {
        var changed = _indexes;
        foreach (var (name, index) in _indexes)
            changed = changed.SetItem(name, change(index));
        return changed;
    }
}
