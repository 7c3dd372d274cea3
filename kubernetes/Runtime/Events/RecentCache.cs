namespace Kubernetes.Runtime.Events;

/// <summary>The values used most recently; the others are forgotten, or a long-lived process would remember every object it ever saw.</summary>
internal sealed class RecentCache<TValue>(int capacity)
{
    private readonly Dictionary<string, LinkedListNode<(string Key, TValue Value)>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, TValue Value)> _byUse = [];

    public int Count => _byKey.Count;

    public TValue? Get(string key)
    {
        if (!_byKey.TryGetValue(key, out var node))
            return default;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value.Value;
    }

    public void Set(string key, TValue value)
    {
        Remove(key);
        _byKey[key] = _byUse.AddFirst((key, value));
        if (_byKey.Count > capacity)
            Remove(_byUse.Last!.Value.Key);
    }

    public void Remove(string key)
    {
        if (_byKey.Remove(key, out var node))
            _byUse.Remove(node);
    }
}
