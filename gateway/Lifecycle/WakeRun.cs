using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>One wake: raises the scale, follows the pods, probes the newest, and tells the tenant's door what happens.</summary>
internal sealed class WakeRun : IDisposable
{
    private readonly TenantDoor _door;
    private readonly DoorServices _services;
    private readonly long _attempt;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _checkNow = new(0, 1);
    private CancellationTokenSource? _probing;
    private TimeSpan? _apiAwaySince;
    private string? _probed;
    private TimeSpan? _upSince;
    private volatile bool _hasPod;

    // Set once this look at the scale saw or wrote 1. A pod that answers before that may be the one that a sleep is taking away.
    private TaskCompletionSource _scaledUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WakeRun(TenantDoor door, DoorServices services, long attempt)
    {
        _door = door;
        _services = services;
        _attempt = attempt;
        Clock = new WakeClock(services.Clock.Now);
    }

    public WakeClock Clock { get; }

    public void Start()
    {
        // Off the caller's path: the first request must not carry the wake's synchronous part.
        _ = Task.Run(() => FollowScaleAsync(_stop.Token));
        _ = Task.Run(() => ExpireAsync(_stop.Token));
    }

    /// <summary>The world changed under the wake: look at the scale at once and probe afresh.</summary>
    public void Restart(IReadOnlyList<PodFacts> pods, string? doubted)
    {
        lock (_lock)
        {
            _probed = null;
            _upSince = null;
            _scaledUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_checkNow.CurrentCount == 0)
                _checkNow.Release();
        }

        Observe(pods, doubted);
    }

    public void Dispose()
    {
        // Asynchronously, here and below: the caller holds the door's lock, and what is freed may want to pass the door.
        _ = _stop.CancelAsync();
        lock (_lock)
            _ = _probing?.CancelAsync();
    }

    /// <summary>The pods changed, or time passed.</summary>
    public void Observe(IReadOnlyList<PodFacts> pods, string? doubted)
    {
        var newest = PodFacts.Newest(pods.Where(p => p.Uid != doubted || IsOutOfDoubt()));
        _hasPod = newest is not null;
        if (newest is not { } pod || _stop.IsCancellationRequested)
            return;
        if (pod.Scheduled)
            Clock.Scheduled(_services.Clock.Now);
        if (pod.Trouble is { } trouble)
        {
            _door.Apply(new TenantEvent.WakeFailed(_attempt, trouble));
            return;
        }

        if (pod.Address is null)
            return;
        Clock.Addressed(_services.Clock.Now);
        lock (_lock)
        {
            var target = $"{pod.Uid}/{pod.Address}";
            if (_probed == target)
                return;
            _probed = target;
            _ = _probing?.CancelAsync();
            _probing = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var (ct, scaledUp) = (_probing.Token, _scaledUp.Task);
            _ = Task.Run(() => ProbeAsync(new InstancePod(pod.Uid, pod.Address, pod.MutualTls), scaledUp, ct), ct);
        }
    }

    private bool IsOutOfDoubt()
    {
        lock (_lock)
            return _services.Clock.Now - _upSince >= _services.Limits.Doubt;
    }

    private async Task ProbeAsync(InstancePod pod, Task scaledUp, CancellationToken ct)
    {
        try
        {
            var limits = _services.Limits;
            await scaledUp.WaitAsync(ct);
            var stream = await InstanceProbe.UntilReadyAsync(
                (reached, attempt) => _services.Dialer.ConnectAsync(pod, _door.TenantUid, mustBeReady: true, attempt, reached), limits.ProbeInterval, _services.Clock.Provider, ct);
            Clock.Listening(_services.Clock.Now);
            _door.Ready(_attempt, new InstanceChannel(_services.Dialer, _door.TenantUid, pod, stream), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private async Task FollowScaleAsync(CancellationToken ct)
    {
        try
        {
            using var turn = await _services.Wakes.AcquireAsync(cancellationToken: ct);
            var began = _services.Clock.Now;
            while (true)
            {
                var wasUp = await RaiseOrReportAsync(ct);
                _door.Apply(new TenantEvent.Tick());
                _door.LookAgain();
                if (wasUp && !_hasPod && await _services.LookAtWorkload(_door.Namespace, ct) is { } trouble)
                    _door.Apply(new TenantEvent.WakeFailed(_attempt, trouble));
                if (_services.Clock.Now - began >= _services.Limits.WakeTurn)
                    turn.Dispose();
                await _checkNow.WaitAsync(_services.Limits.ScaleInterval, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    /// <summary>True when the scale had been up before: then a pod is to be expected.</summary>
    private async Task<bool> RaiseOrReportAsync(CancellationToken ct)
    {
        var began = _services.Clock.Now;
        try
        {
            var result = await RaiseAsync(ct);
            _apiAwaySince = null;
            return result == ScaleResult.WasUp;
        }
        catch (WakeFailedException e) when (e.Failure == WakeFailure.ApiUnavailable && _services.Clock.Now - (_apiAwaySince ??= began) < _services.Limits.ApiPatience)
        {
            // One lost answer is no outage: the loop looks again at its next tick.
            GatewayLog.ApiRetried(_services.Log, _door.TenantUid, e.InnerException);
        }
        catch (WakeFailedException e)
        {
            GatewayLog.WakeFailed(_services.Log, _door.TenantUid, e.Failure, e.InnerException);
            // Ends this run while waking; while draining it is ignored and the loop looks again.
            _door.Apply(new TenantEvent.WakeFailed(_attempt, new WakeTrouble(e.Failure, "")));
        }

        return false;
    }

    private async Task<ScaleResult> RaiseAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(_services.Limits.ApiTimeout, _services.Clock.Provider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        TaskCompletionSource signal;
        lock (_lock)
            signal = _scaledUp;
        try
        {
            ScaleResult result;
            do
                result = await _services.RaiseScale(_door.Namespace, () => _door.Apply(new TenantEvent.SleepObserved(_attempt)), either.Token);
            while (result == ScaleResult.Contended);
            if (result == ScaleResult.Raised)
                _services.Metrics.ScaleWrites.Add();
            Clock.Scaled(_services.Clock.Now);
            lock (_lock)
            {
                if (signal == _scaledUp)
                    _upSince ??= _services.Clock.Now;
            }

            _door.Apply(new TenantEvent.ScaledUp(_attempt));
            // Of the look that began above: one that began before the world changed says nothing to those who wait for a newer one.
            signal.TrySetResult();
            return result;
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new WakeFailedException(WakeFailure.ApiUnavailable, e);
        }
    }

    private async Task ExpireAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_services.Limits.Deadline, _services.Clock.Provider, ct);
                _door.Apply(new TenantEvent.WakeExpired(_attempt));
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }
}
