using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using k8s;
using k8s.Models;

namespace Kubernetes.Tests.Runtime.Fakes;

/// <summary>The watches of the fake, and how they end.</summary>
internal sealed partial class FakeApi
{
    private readonly List<(Type Kind, Channel<(WatchEventType Type, object? Object, V1Status? Status)> Channel)> _open = [];
    private readonly List<(int Number, TaskCompletionSource Reached)> _awaited = [];

    /// <summary>Answers to the next watches; null means a normal one.</summary>
    public Queue<Exception?> WatchFaults { get; } = new();

    /// <summary>What was watched, in order.</summary>
    public List<WatchParameters> Watches { get; } = [];

    /// <summary>A watch stays open but is never served again, like a connection whose peer is gone.</summary>
    public bool HalfOpen { get; set; }

    /// <summary>Completes when that many watches were asked for since the start.</summary>
    public Task WatchesAsync(int number)
    {
        lock (_gate)
        {
            if (Watches.Count >= number)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((number, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, WatchParameters parameters, [EnumeratorCancellation] CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var channel = Open<T>(ns, parameters);
        await foreach (var (type, item, status) in channel.Reader.ReadAllAsync(ct))
            yield return new WatchEvent<T>(type, item is T known ? Copy(known) : null, status);
    }

    /// <summary>Closes all open watches, normally or with an exception.</summary>
    public void EndWatches(Exception? how = null)
    {
        lock (_gate)
        {
            foreach (var (_, channel) in _open)
                channel.Writer.TryComplete(how);
            _open.Clear();
        }
    }

    /// <summary>Sends an ERROR event, after which a real server closes the stream.</summary>
    public void SendError(HttpStatusCode code, string reason, string message = "")
    {
        Broadcast(WatchEventType.Error, null, new V1Status { Code = (int)code, Reason = reason, Message = message });
        EndWatches();
    }

    /// <summary>Sends a bookmark at the present version of the world.</summary>
    public void SendBookmark<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        lock (_gate)
            Broadcast(WatchEventType.Bookmark, new T { Metadata = new V1ObjectMeta { ResourceVersion = $"{++_version}" } });
    }

    /// <summary>Sends whatever, also nonsense.</summary>
    public void Broadcast(WatchEventType type, object? item, V1Status? status = null)
    {
        lock (_gate)
        {
            if (HalfOpen)
                return;
            foreach (var (kind, channel) in _open)
            {
                if (item is null || kind.IsInstanceOfType(item))
                    channel.Writer.TryWrite((type, item, status));
            }
        }
    }

    private Channel<(WatchEventType Type, object? Object, V1Status? Status)> Open<T>(string? ns, WatchParameters parameters)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_gate)
        {
            Watches.Add(parameters);
            foreach (var waiting in _awaited.Where(a => a.Number <= Watches.Count).ToList())
            {
                _awaited.Remove(waiting);
                waiting.Reached.SetResult();
            }

            if (WatchFaults.TryDequeue(out var fault) && fault is not null)
                throw fault;

            var channel = Channel.CreateUnbounded<(WatchEventType, object?, V1Status?)>();
            Replay<T>(ns, parameters, channel);
            _open.Add((typeof(T), channel));
            return channel;
        }
    }

    private void Replay<T>(string? ns, WatchParameters parameters, Channel<(WatchEventType, object?, V1Status?)> channel)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (string.IsNullOrEmpty(parameters.ResourceVersion))
        {
            foreach (var item in _objects.Values.OfType<T>())
                channel.Writer.TryWrite((WatchEventType.Added, item, null));
            return;
        }

        var from = long.Parse(parameters.ResourceVersion, System.Globalization.CultureInfo.InvariantCulture);
        if (from < CompactedAt)
        {
            channel.Writer.TryWrite((WatchEventType.Error, null, new V1Status { Code = 410, Reason = "Expired", Message = "too old resource version" }));
            channel.Writer.Complete();
            return;
        }

        foreach (var (version, type, item) in _history)
        {
            if (version > from && item is T known && (ns is null || known.Metadata.NamespaceProperty == ns) && !HalfOpen)
                channel.Writer.TryWrite((type, known, null));
        }
    }
}
