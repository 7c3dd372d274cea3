using System.Collections.Immutable;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Caching.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubernetes.Runtime.Caching;

/// <summary>
/// One list and one watch of a kind for all who read it. Handlers run one after the other on the watch's own flow and should only queue
/// keys: a slow handler delays every other one.
/// </summary>
/// <typeparam name="T">Kind.</typeparam>
public sealed class SharedInformer<T> : ISharedInformer
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _log;
    private readonly Reflector<T> _reflector;
    private ImmutableArray<Action<InformerEvent<T>>> _handlers = [];
    private Task? _running;

    /// <summary>Creates an informer that does nothing until it is started.</summary>
    /// <param name="client">Reads from the API server.</param>
    /// <param name="options">What to watch.</param>
    /// <param name="time">Clock; the system's when omitted.</param>
    /// <param name="logger">Log; none when omitted.</param>
    public SharedInformer(IKubernetesClient client, InformerOptions<T>? options = null, TimeProvider? time = null, ILogger<SharedInformer<T>>? logger = null)
    {
        Options = options ?? new InformerOptions<T>();
        _log = logger ?? (ILogger)NullLogger.Instance;
        Store = new Store<T>(Options.Transform, Tell);
        _reflector = new Reflector<T>(client, Options, Store, () => _synced.TrySetResult(), time ?? TimeProvider.System, _log);
    }

    /// <summary>What it watches.</summary>
    public InformerOptions<T> Options { get; }

    /// <summary>Latest known state. Empty before <see cref="HasSynced"/>.</summary>
    public Store<T> Store { get; }

    /// <inheritdoc/>
    public bool HasSynced => _synced.Task.IsCompletedSuccessfully;

    /// <summary>Completes when the first list is in the store and was told to the handlers.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForSyncAsync(CancellationToken cancellationToken = default) => _synced.Task.WaitAsync(cancellationToken);

    /// <summary>Adds an index, also while running; it is complete when this returns.</summary>
    /// <param name="name">Name for <see cref="Store{T}.ByIndex"/>.</param>
    /// <param name="values">Pure: the values under which an object is found.</param>
    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => Store.AddIndex(name, values);

    /// <summary>Adds a handler. A late one is first told every object in the store, then each change, none missing and none twice.</summary>
    /// <param name="handler">Quick and without blocking; its exceptions are logged and go no further.</param>
    /// <returns>Ends the registration.</returns>
    public IDisposable AddHandler(Action<InformerEvent<T>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Store.Freeze(snapshot =>
        {
            foreach (var item in snapshot.List())
                Call(handler, new InformerEvent<T> { Type = InformerEventType.Added, Key = item.Key(), New = item, IsInitialList = true });
            ImmutableInterlocked.Update(ref _handlers, static (all, one) => all.Add(one), handler);
        });
        return new Registration(() => ImmutableInterlocked.Update(ref _handlers, static (all, one) => all.Remove(one), handler));
    }

    /// <inheritdoc/>
    public void Start(CancellationToken cancellationToken) => _ = RunAsync(cancellationToken);

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Started twice (two controllers share it) means running once.
        var first = Interlocked.CompareExchange(ref _running, mine.Task.Unwrap(), null);
        if (first is not null)
            return first;
        mine.SetResult(_reflector.RunAsync(cancellationToken));
        return _running;
    }

    private void Tell(InformerEvent<T> change)
    {
        foreach (var handler in _handlers)
            Call(handler, change);
    }

    private void Call(Action<InformerEvent<T>> handler, InformerEvent<T> change)
    {
        try
        {
            handler(change);
        }
        catch (Exception failure)
        {
            ReflectorLog.HandlerFailed(_log, failure, typeof(T).Name, change.Key);
        }
    }

    private sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
