using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Streams;

/// <summary>
/// The streams of one tenant at this replica, and the pod they are attached to, if any. Guarded by one lock, under which nothing is awaited and
/// no other lock is taken; whoever calls may hold the tenant's door.
/// </summary>
internal sealed class TenantStreams(TenantRoute route, InstanceDialer dialer, MonotonicClock clock)
{
    /// <summary>The status of a tenant that has just fallen asleep still says otherwise; after this it is believed.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<ClientStream> _streams = [];
    private TaskCompletionSource<Upstream> _next = New();
    private Upstream? _upstream;
    private CancellationTokenSource? _ended;
    private bool _ofDoor;
    private bool _retired;
    private bool _failed;
    private bool _seeking;
    private long _generation;
    private TimeSpan _letGo = clock.Now;

    public TenantRoute Route { get; private set; } = route;

    /// <summary>True while streams may attach.</summary>
    public bool IsUp
    {
        get
        {
            lock (_lock)
                return _upstream is not null;
        }
    }

    /// <summary>Streams that forbid the tenant to sleep.</summary>
    public int Pins
    {
        get
        {
            lock (_lock)
                return Route.StreamsKeepAwake && _upstream is not null ? _streams.Count : 0;
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _streams.Count;
        }
    }

    /// <summary>The pod is awake as far as the route says, no door says otherwise, and nobody has found it yet.</summary>
    public bool IsSought { get; private set; }

    /// <summary>False when the group has ended in the same moment; take another.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">Most streams at once.</param>
    /// <param name="full">True: the limit is reached and the stream is not in.</param>
    public bool TryAdd(ClientStream stream, int limit, out bool full)
    {
        lock (_lock)
        {
            full = _streams.Count >= limit;
            if (!_retired && !full)
                _streams.Add(stream);
            return !_retired;
        }
    }

    /// <summary>True when it was the last one: the group is over.</summary>
    public bool Remove(ClientStream stream)
    {
        lock (_lock)
        {
            _streams.Remove(stream);
            _retired = _streams.Count == 0;
            if (_retired)
                DownLocked();
            return _retired;
        }
    }

    /// <summary>A pod that is newer than the last one tried; null: not yet. No method of its own that waits, because thousands of streams wait here.</summary>
    /// <param name="after">The generation that was tried last.</param>
    /// <param name="changed">Ends when it is worth asking again.</param>
    public Upstream? Next(long after, out Task changed)
    {
        lock (_lock)
        {
            changed = _next.Task;
            return _upstream is { } current && current.Generation > after ? current : null;
        }
    }

    /// <summary>An attachment failed though the pod is thought to be there.</summary>
    public void Failed(long generation)
    {
        lock (_lock)
            _failed |= _upstream?.Generation == generation;
    }

    /// <summary>What the tenant's door knows: streams are attached exactly while it is awake.</summary>
    public void Follow(TenantPhase phase, InstancePod? pod)
    {
        lock (_lock)
        {
            switch (phase)
            {
                case TenantPhase.Awake when pod is not null:
                    UpLocked(pod, probed: null);
                    _ofDoor = true;
                    break;
                case TenantPhase.Draining or TenantPhase.Asleep:
                    // Before the scale is written: no stream can hold a pod that goes, and none sees it go.
                    DownLocked();
                    break;
                default:
                    if (_ofDoor)
                        DownLocked();
                    IsSought = _upstream is null && !Route.Asleep && phase == TenantPhase.Unknown;
                    break;
            }
        }
    }

    /// <summary>The tenant's object changed.</summary>
    public void Follow(TenantRoute route)
    {
        lock (_lock)
        {
            var woke = Route.Asleep && !route.Asleep;
            Route = route;
            IsSought |= woke && _upstream is null;
        }
    }

    /// <summary>True for one seeker at a time.</summary>
    public bool BeginSeeking()
    {
        lock (_lock)
        {
            if (!IsSought || _seeking)
                return false;
            return _seeking = true;
        }
    }

    /// <summary>A look around ended, with a pod or without. What was found is dropped if the tenant has gone to sleep meanwhile.</summary>
    public void EndSeeking(InstancePod? pod, Stream? probed)
    {
        lock (_lock)
        {
            _seeking = false;
            if (pod is not null && IsSought && !_retired)
                UpLocked(pod, probed);
            else
                probed?.Dispose();
        }
    }

    /// <summary>Runs for each stream; must not wait for anything.</summary>
    public void Each(Action<ClientStream> action)
    {
        lock (_lock)
            _streams.ForEach(action);
    }

    /// <summary>Time passed: those try again whose attachment failed, and a wake that no status ever told of is found after all.</summary>
    public void Renew(TimeSpan now)
    {
        lock (_lock)
        {
            if (_upstream is null)
            {
                IsSought |= !Route.Asleep && now - _letGo > Doubt;
                return;
            }

            if (!_failed)
                return;
            _failed = false;
            Announce(_upstream with { Generation = ++_generation });
        }
    }

    private void UpLocked(InstancePod pod, Stream? probed)
    {
        IsSought = false;
        if (_upstream?.Channel.Pod.Uid == pod.Uid)
        {
            probed?.Dispose();
            return;
        }

        DownLocked();
        _ended = new CancellationTokenSource();
        Announce(new Upstream(new InstanceChannel(dialer, Route.Uid, pod, probed), ++_generation, _ended.Token));
    }

    private void DownLocked()
    {
        IsSought = false;
        _ofDoor = false;
        _failed = false;
        _ = _ended?.CancelAsync();
        _ended = null;
        _upstream?.Channel.Dispose();
        _upstream = null;
        _letGo = clock.Now;
    }

    private void Announce(Upstream upstream)
    {
        _upstream = upstream;
        var next = _next;
        _next = New();
        next.SetResult(upstream);
    }

    private static TaskCompletionSource<Upstream> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
