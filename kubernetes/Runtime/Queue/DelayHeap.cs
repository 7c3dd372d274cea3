namespace Kubernetes.Runtime.Queue;

/// <summary>
/// Keys waiting for a moment, earliest first, each at most once. Replaced entries stay in the heap until they would have been due
/// and are skipped then; a rebuild keeps them fewer than the live ones. Guarded by the queue's lock.
/// </summary>
internal sealed class DelayHeap<TKey>
    where TKey : notnull
{
    private const int RebuildThreshold = 64;
    private PriorityQueue<TKey, long> _heap = new();
    private readonly Dictionary<TKey, (long Due, int Priority)> _waiting = [];

    public int Count => _waiting.Count;

    /// <summary>Heap entries including replaced ones; bounded by twice <see cref="Count"/> plus a constant.</summary>
    public int HeapSize => _heap.Count;

    /// <summary>Adds the key or moves it to an earlier moment; a later one is ignored.</summary>
    public void Add(TKey key, long due, int priority)
    {
        if (_waiting.TryGetValue(key, out var existing))
        {
            priority = Math.Max(priority, existing.Priority);
            if (due >= existing.Due)
            {
                _waiting[key] = existing with { Priority = priority };
                return;
            }
        }

        _waiting[key] = (due, priority);
        _heap.Enqueue(key, due);
        if (_heap.Count > (2 * _waiting.Count) + RebuildThreshold)
            Rebuild();
    }

    /// <summary>Takes the key out because it is going to run anyway.</summary>
    public int? Remove(TKey key) => _waiting.Remove(key, out var entry) ? entry.Priority : null;

    public bool TryTakeDue(long now, out WorkItem<TKey> item)
    {
        while (TryPeek(out var due) && due <= now)
        {
            var key = _heap.Dequeue();
            _waiting.Remove(key, out var entry);
            item = new WorkItem<TKey>(key, entry.Priority);
            return true;
        }

        item = default;
        return false;
    }

    /// <summary>The earliest moment at which something is due.</summary>
    public bool TryPeek(out long due)
    {
        while (_heap.TryPeek(out var key, out due))
        {
            if (_waiting.TryGetValue(key, out var entry) && entry.Due == due)
                return true;
            _heap.Dequeue();
        }

        return false;
    }

    public void Clear()
    {
        _heap.Clear();
        _waiting.Clear();
    }

    private void Rebuild() => _heap = new PriorityQueue<TKey, long>(_waiting.Select(w => (w.Key, w.Value.Due)));
}
