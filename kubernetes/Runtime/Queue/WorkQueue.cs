using Kubernetes.Runtime.Metrics;

namespace Kubernetes.Runtime.Queue;

/// <summary>
/// Queue of keys between informers and workers, after client-go's workqueue: one key is never worked on twice at once, no change is lost,
/// and a key that is added a thousand times while it waits is worked on once. Waiting workers hold no thread.
/// </summary>
/// <typeparam name="TKey">Key type; never an object from the API, which would be stale by the time it is taken.</typeparam>
public sealed class WorkQueue<TKey> : IQueueGauge, IDisposable
    where TKey : notnull
{
    // One lock guards everything below; no callback and no await happens under it.
    // Invariants: a key is in at most one of _ready and _delayed; a key in _processing is never in _ready but may be in _dirty or _delayed.
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ReadyHeap<TKey> _ready = new();
    private readonly DelayHeap<TKey> _delayed = new();
    private readonly Dictionary<TKey, int> _dirty = [];
    private readonly Dictionary<TKey, long> _processing = [];
    private readonly LinkedList<TaskCompletionSource<WorkItem<TKey>?>> _waiters = [];
    private readonly RetryLimiter<TKey> _retries;
    private readonly QueueMetrics _metrics;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;
    private QueuePhase _phase;
    private TaskCompletionSource? _drained;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="options">Retry behaviour.</param>
    /// <param name="time">Clock; the system's when omitted.</param>
    public WorkQueue(WorkQueueOptions? options = null, TimeProvider? time = null)
    {
        options ??= new WorkQueueOptions();
        _time = time ?? TimeProvider.System;
        _retries = new RetryLimiter<TKey>(options, _time);
        _metrics = new QueueMetrics(options.Name);
        _timer = _time.CreateTimer(static queue => ((WorkQueue<TKey>)queue!).MoveDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _metrics.Track(this);
    }

    /// <summary>Keys ready to be taken.</summary>
    public int Count => Locked(() => _ready.Count);

    /// <summary>Keys waiting for a moment.</summary>
    public int DelayedCount => Locked(() => _delayed.Count);

    /// <summary>Keys with failures on record; returns to zero when all is well.</summary>
    public int FailingCount => Locked(() => _retries.Count);

    /// <summary>Makes the key ready now. While it waits already this changes nothing (but may raise its priority); while it is worked on
    /// it becomes ready again when that is done. A delayed add of the same key is replaced, because now is earlier.</summary>
    /// <param name="key">The key.</param>
    /// <param name="priority">Higher comes first; see <see cref="QueuePriority"/>.</param>
    public void Add(TKey key, int priority = QueuePriority.Normal)
    {
        lock (_gate)
            AddLocked(key, priority);
    }

    /// <summary>Makes the key ready after a delay; when it waits for a moment already, the earlier one counts.</summary>
    /// <param name="key">The key.</param>
    /// <param name="delay">From now; zero or less is the same as <see cref="Add"/>.</param>
    /// <param name="priority">Higher comes first.</param>
    public void AddAfter(TKey key, TimeSpan delay, int priority = QueuePriority.Normal)
    {
        lock (_gate)
            AddAfterLocked(key, delay, priority);
    }

    /// <summary>Makes the key ready after its retry delay, which grows with each call until <see cref="Forget"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="priority">Higher comes first; a retry keeps the priority it had.</param>
    public void AddRateLimited(TKey key, int priority = QueuePriority.Normal)
    {
        lock (_gate)
        {
            if (_phase != QueuePhase.Open)
                return;
            _metrics.Retried();
            AddAfterLocked(key, _retries.Next(key), priority);
        }
    }

    /// <summary>Clears the key's failures. Call it on success, on a planned requeue, on a terminal error and for a deleted object.</summary>
    /// <param name="key">The key.</param>
    public void Forget(TKey key)
    {
        lock (_gate)
            _retries.Forget(key);
    }

    /// <summary>Failures on record for the key.</summary>
    /// <param name="key">The key.</param>
    public int NumRequeues(TKey key) => Locked(() => _retries.Failures(key));

    /// <summary>Takes the next key, waiting for one without holding a thread.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The item, or null when the queue is shut down.</returns>
    public ValueTask<WorkItem<TKey>?> GetAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (TryTakeLocked() is { } item)
                return new ValueTask<WorkItem<TKey>?>(item);
            if (_phase != QueuePhase.Open && !StillDrainingLocked())
                return new ValueTask<WorkItem<TKey>?>(result: null);

            // Continuations must not run inside our lock.
            var waiter = new TaskCompletionSource<WorkItem<TKey>?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var node = _waiters.AddLast(waiter);
            return new ValueTask<WorkItem<TKey>?>(WaitAsync(node, cancellationToken));
        }
    }

    /// <summary>Ends the work on a key taken by <see cref="GetAsync"/>; if it was added meanwhile it becomes ready again.</summary>
    /// <param name="key">The key.</param>
    public void Done(TKey key)
    {
        lock (_gate)
        {
            if (!_processing.Remove(key, out var started))
                return;
            _metrics.Finished(_time.GetElapsedTime(started));
            if (_dirty.Remove(key, out var priority) && _phase != QueuePhase.Closed)
                MakeReadyLocked(key, priority);
            CompleteDrainLocked();
        }
    }

    /// <summary>Stops accepting and drops what waits: keys are level-triggered, the next process lists everything again.</summary>
    public void ShutDown()
    {
        lock (_gate)
        {
            _phase = QueuePhase.Closed;
            _metrics.Dropped(_ready.Count);
            _ready.Clear();
            StopDelaysLocked();
            _dirty.Clear();
            CompleteDrainLocked();
        }
    }

    /// <summary>Stops accepting, lets workers finish what is ready or in work, and drops what waits for a moment.</summary>
    /// <param name="cancellationToken">Ends the wait, not the draining; follow with <see cref="ShutDown"/> to give up.</param>
    public Task ShutDownWithDrainAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_phase == QueuePhase.Open)
                _phase = QueuePhase.Draining;
            StopDelaysLocked();
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            CompleteDrainLocked();
            return _drained.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Shuts down and releases the timer.</summary>
    public void Dispose()
    {
        ShutDown();
        QueueMetrics.Untrack(this);
        _timer.Dispose();
    }

    (TimeSpan Longest, TimeSpan Total) IQueueGauge.Running()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var ages = _processing.Values.Select(started => _time.GetElapsedTime(started, now)).ToList();
            return ages.Count == 0 ? default : (ages.Max(), ages.Aggregate(TimeSpan.Zero, static (sum, age) => sum + age));
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }

    private void AddLocked(TKey key, int priority)
    {
        if (_phase != QueuePhase.Open)
            return;
        if (_delayed.Remove(key) is { } delayedPriority)
            priority = Math.Max(priority, delayedPriority);
        if (_processing.ContainsKey(key))
            _dirty[key] = _dirty.TryGetValue(key, out var waiting) ? Math.Max(waiting, priority) : priority;
        else
            MakeReadyLocked(key, priority);
    }

    private void AddAfterLocked(TKey key, TimeSpan delay, int priority)
    {
        if (delay <= TimeSpan.Zero || _ready.Contains(key) || _dirty.ContainsKey(key))
        {
            // Ready already means "earlier than any delay".
            AddLocked(key, priority);
            return;
        }

        if (_phase != QueuePhase.Open)
            return;
        _delayed.Add(key, _time.GetTimestamp() + ToTimestamp(delay), priority);
        ArmLocked();
    }

    private void MakeReadyLocked(TKey key, int priority)
    {
        if (_ready.Add(key, priority, _time.GetTimestamp()))
            _metrics.Added();
        while (_waiters.First is { } first && _ready.Count > 0)
        {
            _waiters.RemoveFirst();
            first.Value.SetResult(TryTakeLocked());
        }
    }

    private WorkItem<TKey>? TryTakeLocked()
    {
        if (!_ready.TryTake(out var item, out var since))
            return null;
        var now = _time.GetTimestamp();
        _processing.Add(item.Key, now);
        _metrics.Taken(_time.GetElapsedTime(since, now));
        return item;
    }

    private async Task<WorkItem<TKey>?> WaitAsync(LinkedListNode<TaskCompletionSource<WorkItem<TKey>?>> node, CancellationToken cancellationToken)
    {
        // A waiter leaves the list under the lock, either here or when it is given an item: an item can not be given to one who left.
        using var registration = cancellationToken.UnsafeRegister(static (state, token) =>
        {
            var (queue, node) = ((WorkQueue<TKey>, LinkedListNode<TaskCompletionSource<WorkItem<TKey>?>>))state!;
            lock (queue._gate)
            {
                if (node.List is null)
                    return;
                queue._waiters.Remove(node);
                node.Value.SetCanceled(token);
            }
        }, (this, node));
        return await node.Value.Task.ConfigureAwait(false);
    }

    private void MoveDue()
    {
        lock (_gate)
        {
            _armedFor = long.MaxValue;
            while (_delayed.TryTakeDue(_time.GetTimestamp(), out var item))
                AddLocked(item.Key, item.Priority);
            ArmLocked();
        }
    }

    private void ArmLocked()
    {
        if (!_delayed.TryPeek(out var due) || due >= _armedFor)
            return;
        _armedFor = due;
        var delay = _time.GetElapsedTime(_time.GetTimestamp(), due);
        // Timers count whole milliseconds: rounding up avoids waking too early and arming again in a loop.
        _timer.Change(delay <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void StopDelaysLocked()
    {
        _delayed.Clear();
        _armedFor = long.MaxValue;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private bool StillDrainingLocked() => _phase == QueuePhase.Draining && (_ready.Count > 0 || _dirty.Count > 0 || _processing.Count > 0);

    private void CompleteDrainLocked()
    {
        if (_phase == QueuePhase.Open || StillDrainingLocked())
            return;
        // Workers that wait learn that nothing will come; the drain itself ends when the last key in work is done.
        foreach (var waiter in _waiters)
            waiter.SetResult(null);
        _waiters.Clear();
        if (_processing.Count == 0)
            _drained?.TrySetResult();
    }

    private long ToTimestamp(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
