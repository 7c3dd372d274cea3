using System.Runtime.InteropServices;

namespace Kubernetes.Runtime.Queue;

/// <summary>
/// The "queue" and "dirty" halves of the work queue: keys by priority, then in order of arrival, each at most once.
/// A raised priority leaves the old heap entry behind; it is recognised by its sequence number and skipped, which is cheaper
/// than searching the heap. Guarded by the queue's lock.
/// </summary>
internal sealed class ReadyHeap<TKey>
    where TKey : notnull
{
    private readonly PriorityQueue<(TKey Key, long Sequence), (int NegatedPriority, long Sequence)> _heap = new();
    private readonly Dictionary<TKey, Pending> _pending = [];
    private long _sequence;

    public int Count => _pending.Count;

    public bool Contains(TKey key) => _pending.ContainsKey(key);

    public bool Add(TKey key, int priority, long now)
    {
        if (_pending.TryGetValue(key, out var existing))
        {
            if (priority > existing.Priority)
                Push(key, priority, existing.Since);
            return false;
        }

        Push(key, priority, now);
        return true;
    }

    public bool TryTake(out WorkItem<TKey> item, out long since)
    {
        while (_heap.TryDequeue(out var head, out _))
        {
            if (!_pending.TryGetValue(head.Key, out var pending) || pending.Sequence != head.Sequence)
                continue;
            _pending.Remove(head.Key);
            item = new WorkItem<TKey>(head.Key, pending.Priority);
            since = pending.Since;
            return true;
        }

        item = default;
        since = 0;
        return false;
    }

    public void Clear()
    {
        _heap.Clear();
        _pending.Clear();
    }

    private void Push(TKey key, int priority, long since)
    {
        var sequence = ++_sequence;
        _pending[key] = new Pending(priority, sequence, since);
        _heap.Enqueue((key, sequence), (-priority, sequence));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pending(int Priority, long Sequence, long Since);
}
