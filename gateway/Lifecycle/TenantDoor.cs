using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>
/// Where requests of one tenant wait, go through and are counted: the shell around <see cref="TenantMachine"/>. Everything mutable is guarded by
/// one lock per tenant; no timer, task or watch exists while the tenant sleeps.
/// </summary>
internal sealed class TenantDoor(string tenantUid, string ns, DoorServices services) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource<Admission>> _waiters = new();
    private TenantState _state = TenantState.Initial;
    private InstanceChannel? _channel;
    private WakeRun? _run;
    private CancellationTokenSource? _podWatch;
    private CancellationTokenSource? _lease;
    private IReadOnlyList<PodFacts> _pods = [];

    public string TenantUid => tenantUid;

    public string Namespace => ns;

    /// <summary>Admits one request, holding it while the tenant wakes. Each admitted request must call <see cref="Leave"/> once.</summary>
    public ValueTask<Admission> EnterAsync(TimeSpan patience, CancellationToken ct) =>
        EnterAsync(new TenantEvent.Arrived(services.Limits.WaitingPerTenant), patience, ct);

    /// <summary>An admitted request found no connection to the pod: it is no longer admitted and waits for the next pod.</summary>
    public ValueTask<Admission> ReenterAsync(InstanceChannel failed, TimeSpan patience, CancellationToken ct) =>
        EnterAsync(new TenantEvent.Unreachable(failed.Pod.Uid), patience, ct);

    public void Leave() => Apply(new TenantEvent.Finished());

    /// <summary>True: nothing is active or held here, and new requests are held for the time of the lease.</summary>
    public bool ConsentsToSleep() => Apply(new TenantEvent.DrainAsked()) == Verdict.Consent;

    public void ConfirmSleep() => Apply(new TenantEvent.SleepConfirmed());

    public void AbortSleep() => Apply(new TenantEvent.SleepAborted());

    public TenantReport Report()
    {
        lock (_lock)
        {
            var idle = services.Clock.Now - (_state.LastActivity ?? TimeSpan.Zero);
            return new TenantReport(_state.Phase, _state.Active + _state.Waiting, idle, _state.LastActivity is not null, _state.Trouble);
        }
    }

    /// <summary>Ends everything of a tenant that is gone or suspended; whoever waits is refused.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _run?.Dispose();
            _run = null;
            StopPodWatch();
            EndLease();
            _channel?.Dispose();
            _channel = null;
            Answer(new Admission(AdmissionOutcome.WakeFailed, Failure: WakeFailure.NotProvisioned));
            _state = TenantState.Initial with { Active = _state.Active, Attempt = _state.Attempt + 1, LastActivity = _state.LastActivity };
            services.Presence(tenantUid, _state.Phase, pod: null);
        }
    }

    /// <summary>Says how things stand, in step with the changes that <see cref="DoorServices.Presence"/> tells.</summary>
    public void Show(PresenceChanged to)
    {
        lock (_lock)
            to(tenantUid, _state.Phase, _state.Pod);
    }

    internal Verdict Apply(TenantEvent what)
    {
        lock (_lock)
            return ApplyLocked(what);
    }

    /// <param name="attempt">The wake that found the pod.</param>
    /// <param name="channel">The pod; ours from here on.</param>
    /// <param name="look">The look that found it. Cancelled: the pod came into doubt meanwhile, and a new look is under way.</param>
    internal void Ready(long attempt, InstanceChannel channel, CancellationToken look)
    {
        lock (_lock)
        {
            if (_state.Attempt != attempt || _state is not { Phase: TenantPhase.Waking, ScaledUp: true } || look.IsCancellationRequested)
            {
                // While draining the former channel still stands; a second one to the same pod is of no use.
                channel.Dispose();
                return;
            }

            _channel = channel;
            ApplyLocked(new TenantEvent.PodReady(attempt, channel.Pod));
        }
    }

    private async ValueTask<Admission> EnterAsync(TenantEvent arrival, TimeSpan patience, CancellationToken ct)
    {
        LinkedListNode<TaskCompletionSource<Admission>> waiter;
        lock (_lock)
        {
            if (_state.Phase is not TenantPhase.Awake && services.Waiting.Held >= services.Limits.WaitingTotal && arrival is TenantEvent.Arrived)
                return new Admission(AdmissionOutcome.QueueFull);
            switch (ApplyLocked(arrival))
            {
                case Verdict.Forward:
                    return new Admission(AdmissionOutcome.Admitted, _channel);
                case Verdict.QueueFull:
                    return new Admission(AdmissionOutcome.QueueFull);
                case Verdict.Refuse:
                    return Failed();
            }

            services.Waiting.Take();
            waiter = _waiters.AddLast(new TaskCompletionSource<Admission>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        try
        {
            return await waiter.Value.Task.WaitAsync(patience, services.Clock.Provider, ct);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                if (waiter.List is not null)
                {
                    _waiters.Remove(waiter);
                    services.Waiting.Return();
                    ApplyLocked(new TenantEvent.WaiterLeft());
                    return new Admission(AdmissionOutcome.TimedOut);
                }
            }

            // The answer came in the same moment; an admission must not be lost, it was counted.
            return await waiter.Value.Task;
        }
    }

    private Verdict ApplyLocked(TenantEvent what)
    {
        var (before, pod) = (_state.Phase, _state.Pod);
        var (state, effects, verdict) = TenantMachine.Step(_state, what, services.Clock.Now, services.Timing);
        _state = state;
        if (effects != Effects.None)
            Execute(effects);
        if (verdict == Verdict.Consent || (before == TenantPhase.Draining && state.Phase != TenantPhase.Draining))
            EndLease();
        if (verdict == Verdict.Consent)
            BeginLease(state.LeaseEnds);
        if (before != state.Phase || pod != state.Pod)
            services.Presence(tenantUid, state.Phase, state.Pod);
        if (before != state.Phase)
            GatewayLog.PhaseChanged(services.Log, tenantUid, before, state.Phase, state.Trouble?.Failure ?? WakeFailure.None);
        return verdict;
    }

    private void Execute(Effects effects)
    {
        if (effects.HasFlag(Effects.DropPod))
        {
            _channel?.Dispose();
            _channel = null;
        }

        if (effects.HasFlag(Effects.ReleaseWaiters))
            Answer(new Admission(AdmissionOutcome.Admitted, _channel, _run?.Clock));
        if (effects.HasFlag(Effects.RefuseWaiters))
            Answer(Failed());
        if (effects.HasFlag(Effects.EndWake))
        {
            _run?.Dispose();
            _run = null;
        }

        if (effects.HasFlag(Effects.StopPodWatch))
            StopPodWatch();
        if (effects.HasFlag(Effects.BeginWake))
            BeginWake();
        if (effects.HasFlag(Effects.CheckScaleNow))
            _run?.Restart(_pods, _state.Doubted);
    }

    private void BeginWake()
    {
        _run?.Dispose();
        _run = new WakeRun(this, services, _state.Attempt);
        _run.Start();
        if (_podWatch is null)
        {
            _podWatch = new CancellationTokenSource();
            var ct = _podWatch.Token;
            _ = Task.Run(() => services.Pods(ns, pods => Observe(pods, ct), ct), CancellationToken.None);
        }
        else
        {
            ShowPods();
        }
    }

    /// <summary>Only a waking tenant is probed: what is found while draining would be out of date when it matters.</summary>
    private void ShowPods()
    {
        if (_state.Phase == TenantPhase.Waking)
            _run?.Observe(_pods, _state.Doubted);
    }

    /// <summary>Time passed: a pod that was in doubt may be out of it.</summary>
    internal void LookAgain()
    {
        lock (_lock)
            ShowPods();
    }

    private void Observe(IReadOnlyList<PodFacts> pods, CancellationToken watch)
    {
        lock (_lock)
        {
            if (watch.IsCancellationRequested)
                return;
            _pods = pods;
            if (_state.Pod is { } current && !pods.Any(p => p.Uid == current.Uid && !p.Leaving))
                ApplyLocked(new TenantEvent.PodGone(current.Uid));
            ShowPods();
        }
    }

    private void BeginLease(TimeSpan lease)
    {
        _lease = new CancellationTokenSource();
        var ct = _lease.Token;
        _ = Task.Run(() => LeaseWatch.RunAsync(this, lease, services, ct), CancellationToken.None);
    }

    private void EndLease()
    {
        _ = _lease?.CancelAsync();
        _lease = null;
    }

    private void StopPodWatch()
    {
        _ = _podWatch?.CancelAsync();
        _podWatch = null;
        _pods = [];
    }

    private void Answer(Admission admission)
    {
        while (_waiters.First is { } waiter)
        {
            _waiters.RemoveFirst();
            services.Waiting.Return();
            waiter.Value.SetResult(admission);
        }
    }

    private Admission Failed() =>
        new(AdmissionOutcome.WakeFailed, Failure: _state.Trouble?.Failure ?? WakeFailure.NotProvisioned, RetryAfter: _state.RetryAt - services.Clock.Now);
}
