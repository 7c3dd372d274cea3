using System.Collections.Immutable;

namespace Kubernetes.Runtime.Caching;

/// <summary>Value -> keys, immutable like the snapshot it belongs to.</summary>
internal sealed class StoreIndex<T>
    where T : class
{
    private readonly Func<T, IEnumerable<string>> _values;
    private readonly ImmutableDictionary<string, ImmutableHashSet<NamespacedName>> _keys;

    public StoreIndex(Func<T, IEnumerable<string>> values)
        : this(values, ImmutableDictionary.Create<string, ImmutableHashSet<NamespacedName>>(StringComparer.Ordinal))
    {
    }

    private StoreIndex(Func<T, IEnumerable<string>> values, ImmutableDictionary<string, ImmutableHashSet<NamespacedName>> keys)
    {
        _values = values;
        _keys = keys;
    }

    /// <summary>Number of distinct values; those without keys are dropped, or an index by UID would grow for ever.</summary>
    public int ValueCount => _keys.Count;

    public IEnumerable<NamespacedName> Find(string value) => _keys.TryGetValue(value, out var keys) ? keys : [];

    public StoreIndex<T> Move(NamespacedName key, T? from, T? to)
    {
        var before = from is null ? [] : Values(from);
        var after = to is null ? [] : Values(to);
        if (before.SetEquals(after))
            return this;

        var keys = _keys;
        foreach (var value in before.Except(after))
        {
            var left = keys[value].Remove(key);
            keys = left.IsEmpty ? keys.Remove(value) : keys.SetItem(value, left);
        }

        foreach (var value in after.Except(before))
            keys = keys.SetItem(value, keys.GetValueOrDefault(value, []).Add(key));
        return new StoreIndex<T>(_values, keys);
    }

    public StoreIndex<T> Rebuild(IEnumerable<KeyValuePair<NamespacedName, T>> items)
    {
        var keys = new Dictionary<string, ImmutableHashSet<NamespacedName>.Builder>(StringComparer.Ordinal);
        foreach (var (key, item) in items)
        {
            foreach (var value in Values(item))
            {
                if (!keys.TryGetValue(value, out var set))
                    keys[value] = set = ImmutableHashSet.CreateBuilder<NamespacedName>();
                set.Add(key);
            }
        }

        return new StoreIndex<T>(_values, keys.ToImmutableDictionary(k => k.Key, k => k.Value.ToImmutable(), StringComparer.Ordinal));
    }

    private ImmutableHashSet<string> Values(T item) => _values(item).ToImmutableHashSet(StringComparer.Ordinal);
}
