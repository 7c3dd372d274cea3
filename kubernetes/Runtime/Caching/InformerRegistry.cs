using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubernetes.Runtime.Caching;

/// <summary>All informers of a process: one per kind, namespace and selectors, whoever asks for it.</summary>
/// <param name="client">Reads from the API server.</param>
/// <param name="time">Clock; the system's when omitted.</param>
/// <param name="loggers">Logs; none when omitted.</param>
public sealed class InformerRegistry(IKubernetesClient client, TimeProvider? time = null, ILoggerFactory? loggers = null)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<InformerScope, ISharedInformer> _informers = [];
    private CancellationToken? _started;

    /// <summary>Every registered informer has its first list.</summary>
    public bool HasSynced => Registered().All(i => i.HasSynced);

    /// <summary>Gives the informer for the scope, creating it when it is new. After <see cref="Start"/> a new one is started at once.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="options">What to watch; those of the first registration count for how.</param>
    public SharedInformer<T> Register<T>(InformerOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        options ??= new InformerOptions<T>();
        lock (_gate)
        {
            var scope = InformerScope.Of(options);
            if (_informers.TryGetValue(scope, out var known))
                return (SharedInformer<T>)known;
            var informer = new SharedInformer<T>(client, options, time, (loggers ?? NullLoggerFactory.Instance).CreateLogger<SharedInformer<T>>());
            _informers.Add(scope, informer);
            if (_started is { } token)
                informer.Start(token);
            return informer;
        }
    }

    /// <summary>Gives a registered informer.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="scope">What it must watch; all objects of the cluster when omitted.</param>
    /// <exception cref="InvalidOperationException">Nobody registered it: a read must never start a hidden watch.</exception>
    public SharedInformer<T> Get<T>(InformerOptions<T>? scope = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var wanted = InformerScope.Of(scope ?? new InformerOptions<T>());
        lock (_gate)
        {
            return _informers.TryGetValue(wanted, out var known)
                ? (SharedInformer<T>)known
                : throw new InvalidOperationException($"No informer is registered for {wanted}.");
        }
    }

    /// <summary>Starts all informers, now and later registered ones.</summary>
    /// <param name="cancellationToken">Ends them.</param>
    public void Start(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _started = cancellationToken;
            foreach (var informer in _informers.Values)
                informer.Start(cancellationToken);
        }
    }

    /// <summary>Completes when every informer registered by now has its first list.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForSyncAsync(CancellationToken cancellationToken = default) => Task.WhenAll(Registered().Select(i => i.WaitForSyncAsync(cancellationToken)));

    private List<ISharedInformer> Registered()
    {
        lock (_gate)
            return [.. _informers.Values];
    }
}
