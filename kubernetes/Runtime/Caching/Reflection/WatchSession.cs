using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.Logging;

namespace Kubernetes.Runtime.Caching.Reflection;

/// <summary>One watch request, from its start to its end.</summary>
internal sealed class WatchSession<T>(IKubernetesClient client, InformerOptions<T> options, Store<T> store, TimeProvider time, ILogger log)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <summary>Feeds the store until the stream ends.</summary>
    /// <param name="from">Where to start.</param>
    /// <param name="moved">Told after each event that the store shows; an exception must not lose progress.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="KubernetesException">The server sent an ERROR event.</exception>
    public async Task<WatchEnd> RunAsync(ResumePoint from, Action<ResumePoint> moved, CancellationToken cancellationToken)
    {
        // Random, so that all watches of all replicas do not come back in the same second.
        var life = options.WatchTimeout * (1 + options.Randomness());
        using var watchdog = new CancellationTokenSource(life + options.WatchdogSlack, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, watchdog.Token);
        var started = time.GetTimestamp();
        var position = from;
        try
        {
            await foreach (var change in client.WatchAsync<T>(options.Namespace, Parameters(from, life), either.Token).ConfigureAwait(false))
            {
                if (change.Type == WatchEventType.Error)
                    throw new KubernetesException(change.Status ?? new V1Status { Code = 0, Message = "ERROR event without a status" });
                position = Apply(change, position);
                moved(position);
            }
        }
        catch (OperationCanceledException) when (watchdog.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            ReflectorLog.WatchStalled(log, typeof(T).Name, options.Namespace, life + options.WatchdogSlack);
            return WatchEnd.Stalled;
        }

        return position.Version == from.Version && time.GetElapsedTime(started) < s_shortest ? WatchEnd.TooShort : WatchEnd.Closed;
    }

    public static bool HasName(T? item) => item?.Metadata is { Name.Length: > 0 };

    private WatchParameters Parameters(ResumePoint from, TimeSpan life) => new()
    {
        ResourceVersion = from.CanResume ? from.Version : null,
        LabelSelector = options.LabelSelector,
        FieldSelector = options.FieldSelector,
        AllowWatchBookmarks = true,
        TimeoutSeconds = (int)life.TotalSeconds,
        MetadataOnly = options.MetadataOnly,
    };

    private ResumePoint Apply(WatchEvent<T> change, ResumePoint position)
    {
        var item = change.Object;
        if (change.Type != WatchEventType.Bookmark && !HasName(item))
        {
            ReflectorLog.Malformed(log, typeof(T).Name, options.Namespace, "event without an object");
            return position;
        }

        try
        {
            switch (change.Type)
            {
                case WatchEventType.Added or WatchEventType.Modified:
                    store.Upsert(item!);
                    break;
                case WatchEventType.Deleted:
                    store.Remove(item!);
                    break;
            }
        }
        catch (Exception failure)
        {
            // A transform or an index function choked on this object; the stream must go on for all others.
            ReflectorLog.EventFailed(log, failure, typeof(T).Name, item!.Key());
        }

        return position.AfterEvent(change.Type, item?.Metadata?.ResourceVersion);
    }
}
