using k8s;
using k8s.Models;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Queue;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubernetes.Runtime.Controllers;

/// <summary>
/// Turns events of informers into keys and runs one reconcile per key. The reconcile learns only the key: whether it was created, changed
/// or deleted is what it finds in the store.
/// </summary>
public sealed class Controller : IDisposable
{
    private readonly ControllerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ReconcileRunner _runner;
    private readonly List<(string Kind, ISharedInformer Informer)> _sources = [];
    private readonly CancellationTokenSource _abort = new();
    private Func<NamespacedName, long?> _generation = static _ => null;
    private Task _running = Task.CompletedTask;

    /// <summary>Creates a controller that does nothing until it is run.</summary>
    /// <param name="name">Name in logs, traces and metrics.</param>
    /// <param name="reconcile">Makes the world as the object wants it. Idempotent: it may run again at any time.</param>
    /// <param name="options">How it works.</param>
    /// <param name="time">Clock; the system's when omitted.</param>
    /// <param name="logger">Log; none when omitted.</param>
    public Controller(
        string name,
        Func<NamespacedName, CancellationToken, Task<ReconcileOutcome>> reconcile,
        ControllerOptions? options = null,
        TimeProvider? time = null,
        ILogger<Controller>? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(reconcile);
        Name = name;
        _options = options ?? new ControllerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Workers, 1, nameof(options));
        _time = time ?? TimeProvider.System;
        _log = logger ?? (ILogger)NullLogger.Instance;
        Queue = new WorkQueue<NamespacedName>(_options.Queue with { Name = name }, _time);
        _runner = new ReconcileRunner(name, reconcile, key => _generation(key), Queue, _options, _time, _log);
    }

    /// <summary>Name in logs, traces and metrics.</summary>
    public string Name { get; }

    /// <summary>Keys to reconcile; other parts may add some, such as a timer or a callback.</summary>
    public WorkQueue<NamespacedName> Queue { get; }

    /// <summary>Reconciles the objects of this informer themselves.</summary>
    /// <typeparam name="T">Primary kind.</typeparam>
    /// <param name="informer">Its informer.</param>
    /// <param name="when">Events that count. <see cref="Predicates.ConfigurationChanged{T}"/> when omitted.</param>
    public Controller For<T>(SharedInformer<T> informer, Func<InformerEvent<T>, bool>? when = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(informer);
        _generation = key => informer.Store.Get(key)?.Metadata.Generation;
        return Watches(informer, Map.ToItself, when ?? Predicates.ConfigurationChanged);
    }

    /// <summary>Reconciles the controlling owner of the objects of this informer.</summary>
    /// <typeparam name="T">Kind of the children.</typeparam>
    /// <typeparam name="TOwner">Primary kind.</typeparam>
    /// <param name="children">Informer of the children.</param>
    /// <param name="owners">Informer of the owners.</param>
    /// <param name="when">Events that count; all when omitted.</param>
    public Controller Owns<T, TOwner>(SharedInformer<T> children, SharedInformer<TOwner> owners, Func<InformerEvent<T>, bool>? when = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TOwner : class, IKubernetesObject<V1ObjectMeta>
        => Watches(children, Map.ToController<T, TOwner>(owners.Store), when);

    /// <summary>Reconciles whatever keys the objects of this informer map to, before and after a change.</summary>
    /// <typeparam name="T">Secondary kind.</typeparam>
    /// <param name="informer">Its informer.</param>
    /// <param name="map">Quick: object to keys; see <see cref="Map"/>.</param>
    /// <param name="when">Events that count; all when omitted.</param>
    public Controller Watches<T>(SharedInformer<T> informer, Func<T, IEnumerable<NamespacedName>> map, Func<InformerEvent<T>, bool>? when = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(informer);
        _sources.Add((typeof(T).Name, informer));
        informer.AddHandler(change =>
        {
            if (when is null || when(change))
                Enqueue(change, map);
        });
        return this;
    }

    /// <summary>Runs the workers until cancelled or stopped. Cancelling cancels reconciles in work at once (the lease is lost);
    /// <see cref="StopAsync"/> lets them finish.</summary>
    /// <param name="cancellationToken">Ends everything.</param>
    /// <exception cref="TimeoutException">A first list did not arrive in time.</exception>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _running = RunWorkersAsync(cancellationToken);
        return _running;
    }

    /// <summary>Takes no more keys and waits for those in work.</summary>
    /// <param name="graceEnds">When cancelled, reconciles still in work are cancelled too.</param>
    public async Task StopAsync(CancellationToken graceEnds)
    {
        Queue.ShutDown();
        using (graceEnds.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort))
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Queue.Dispose();
        _abort.Dispose();
    }

    private async Task RunWorkersAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abort.Token);
        try
        {
            await CacheSync.WaitAsync(Name, _sources, _options.CacheSyncTimeout, _time, stop.Token).ConfigureAwait(false);
            ControllerLog.Started(_log, Name, _options.Workers);
            await Task.WhenAll(Enumerable.Range(0, _options.Workers).Select(_ => WorkAsync(stop.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while the caches were filled.
        }
        finally
        {
            Queue.ShutDown();
            ControllerLog.Stopped(_log, Name);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        // The first key may be ready already; workers must not run one after the other on the caller's stack.
        await Task.Yield();
        try
        {
            while (await Queue.GetAsync(cancellationToken).ConfigureAwait(false) is { } item)
            {
                try
                {
                    await _runner.RunAsync(item, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    Queue.Done(item.Key);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private void Enqueue<T>(InformerEvent<T> change, Func<T, IEnumerable<NamespacedName>> map)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        // Both states: a child that moved to another owner concerns the old one as well.
        var keys = new HashSet<NamespacedName>();
        if (change.Old is { } old)
            keys.UnionWith(map(old));
        if (change.New is { } current)
            keys.UnionWith(map(current));

        var large = keys.Count > _options.LargeFanOut;
        if (large)
            ControllerLog.LargeFanOut(_log, Name, typeof(T).Name, change.Key, keys.Count);
        foreach (var key in keys)
            Queue.Add(key, large || change.IsInitialList ? QueuePriority.Low : QueuePriority.Normal);
    }
}
