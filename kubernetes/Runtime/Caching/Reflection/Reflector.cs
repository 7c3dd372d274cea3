using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Metrics;
using Kubernetes.Runtime.Retry;
using Microsoft.Extensions.Logging;

namespace Kubernetes.Runtime.Caching.Reflection;

/// <summary>
/// Keeps a store equal to the server: list, watch from there, and after any failure the cheapest step that cannot miss a change.
/// The loop ends only by cancellation.
/// </summary>
internal sealed class Reflector<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly InformerOptions<T> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Store<T> _store;
    private readonly Action _synced;
    private readonly Lister<T> _lister;
    private readonly WatchSession<T> _watch;
    private readonly BackoffCounter _backoff;
    private readonly ReflectorMetrics _metrics;
    private ResumePoint _position = new();
    private int _internalErrors;

    public Reflector(IKubernetesClient client, InformerOptions<T> options, Store<T> store, Action synced, TimeProvider time, ILogger log)
    {
        _options = options;
        _time = time;
        _log = log;
        _store = store;
        _synced = synced;
        _lister = new Lister<T>(client, options);
        _watch = new WatchSession<T>(client, options, store, time, log);
        _backoff = new BackoffCounter(options.Backoff, time, options.Randomness);
        _metrics = new ReflectorMetrics(typeof(T).Name, options.Namespace);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var next = await ListOnceAsync(cancellationToken).ConfigureAwait(false);
                while (next.Action == RecoveryAction.WatchAgain && _position.Version is not null)
                {
                    await WaitAsync(next, cancellationToken).ConfigureAwait(false);
                    next = await WatchOnceAsync(cancellationToken).ConfigureAwait(false);
                }

                if (next.Action == RecoveryAction.RelistNewest)
                    _position = _position.AsExpired();
                await WaitAsync(next, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever a dying stream throws while we stop is of no interest.
            _metrics.StoreSize(0);
        }
    }

    private async Task<Recovery> ListOnceAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        try
        {
            var (items, version) = await _lister.ListAsync(_position, cancellationToken).ConfigureAwait(false);
            var initial = _position.Version is null;
            _store.Replace(Usable(items), initial);
            _position = _position.AfterList(version);
            _internalErrors = 0;
            _metrics.Listed(_time.GetElapsedTime(started), _store.Count);
            if (initial)
                ReflectorLog.Synced(_log, typeof(T).Name, _options.Namespace, _store.Count);
            _synced();
            return Recovery.AfterNormalEnd;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var recovery = FailureClassifier.Classify(failure, internalErrorsBefore: 0);
            ReflectorLog.ListFailed(_log, failure, typeof(T).Name, _options.Namespace, _position.ListVersion);
            _metrics.ListFailed();
            // Whatever fits a watch: here the answer is always to list, only the version may change.
            return recovery.Action == RecoveryAction.WatchAgain ? recovery with { Action = RecoveryAction.Relist } : recovery;
        }
    }

    private async Task<Recovery> WatchOnceAsync(CancellationToken cancellationToken)
    {
        _metrics.WatchStarted();
        var from = _position;
        try
        {
            var end = await _watch.RunAsync(_position, position => _position = position, cancellationToken).ConfigureAwait(false);
            _metrics.StoreSize(_store.Count);
            _internalErrors = 0;
            return AfterEnd(end);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _metrics.StoreSize(_store.Count);
            if (_position != from)
                _internalErrors = 0;
            var recovery = FailureClassifier.Classify(failure, _internalErrors);
            _internalErrors = FailureClassifier.IsInternalError(failure) ? _internalErrors + 1 : 0;
            ReflectorLog.WatchFailed(_log, failure, typeof(T).Name, _options.Namespace, recovery.Action);
            return WithoutGap(recovery);
        }
    }

    private Recovery AfterEnd(WatchEnd end)
    {
        if (end != WatchEnd.TooShort)
            return WithoutGap(Recovery.AfterNormalEnd);
        ReflectorLog.WatchTooShort(_log, typeof(T).Name, _options.Namespace);
        return WithoutGap(new Recovery(RecoveryAction.WatchAgain));
    }

    /// <summary>Without a version to resume from, a second watch would miss the deletions in between.</summary>
    private Recovery WithoutGap(Recovery recovery)
        => recovery.Action == RecoveryAction.WatchAgain && !_position.CanResume ? recovery with { Action = RecoveryAction.Relist, BackOff = true } : recovery;

    private List<T> Usable(IReadOnlyList<T> items)
    {
        var usable = new List<T>(items.Count);
        foreach (var item in items)
        {
            if (WatchSession<T>.HasName(item))
                usable.Add(item);
            else
                ReflectorLog.Malformed(_log, typeof(T).Name, _options.Namespace, "list item without name");
        }

        return usable;
    }

    private Task WaitAsync(Recovery recovery, CancellationToken cancellationToken)
        => recovery.BackOff ? Task.Delay(_backoff.Next(recovery.RetryAfter), _time, cancellationToken) : Task.CompletedTask;
}
