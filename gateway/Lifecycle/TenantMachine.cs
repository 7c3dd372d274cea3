using static McpTenants.Gateway.Lifecycle.TenantEvent;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>
/// The life of a tenant in one replica: a pure function. Its promises: a request is forwarded only while awake; consent to sleep is given
/// only with no request active or held; a held request always has a running wake that looks at the scale again and again
/// (level-triggered, so a sleep write that lands after our look cannot strand it).
/// </summary>
internal static class TenantMachine
{
    public static Transition Step(TenantState state, TenantEvent what, TimeSpan now, WakeTiming timing) => what switch
    {
        Arrived e => Arrive(state, now, e.QueueLimit),
        WaiterLeft => Leave(state),
        Finished => To(state with { Active = state.Active - 1, LastActivity = now }),
        Unreachable e => Requeue(state, e.PodUid, now),
        ScaledUp e when e.Attempt == state.Attempt && state.Phase == TenantPhase.Waking => To(state with { ScaledUp = true }),
        // Late word of a loop that ended: with nobody held there is no reason to wake.
        SleepObserved e when e.Attempt == state.Attempt && state is { Phase: TenantPhase.Draining, Waiting: > 0 } => Rewake(state),
        // A pod that answers before the scale is known to be up may be the one that a sleep is taking away.
        PodReady e when e.Attempt == state.Attempt && state is { Phase: TenantPhase.Waking, ScaledUp: true } => Ready(state, e.Pod, now),
        PodGone e when e.PodUid == state.Pod?.Uid => LosePod(state),
        WakeFailed e when e.Attempt == state.Attempt && state.Phase == TenantPhase.Waking => Fail(state, e.Trouble, now, timing),
        WakeExpired e when e.Attempt == state.Attempt && state is { Phase: TenantPhase.Waking, Waiting: 0 } => Forget(state),
        Tick when state.Phase == TenantPhase.Draining && now >= state.LeaseEnds && state.Waiting > 0 => Rewake(state),
        DrainAsked => Drain(state, now, timing),
        SleepConfirmed => Sleep(state, now),
        // With somebody held the wake that runs for him finds out.
        OutcomeRead e when e.Lease == state.LeaseEnds && state is { Phase: TenantPhase.Draining, Waiting: 0 } => e.Up ? Resume(state, now) : Sleep(state, now),
        SleepAborted when state.Phase == TenantPhase.Draining => Resume(state, now),
        _ => To(state),
    };

    private static Transition To(TenantState state, Effects effects = Effects.None, Verdict verdict = Verdict.None) => new(state, effects, verdict);

    private static Transition Arrive(TenantState state, TimeSpan now, int queueLimit)
    {
        switch (state.Phase)
        {
            case TenantPhase.Awake:
                return To(state with { Active = state.Active + 1 }, verdict: Verdict.Forward);
            case TenantPhase.Failed when now < state.RetryAt:
                return To(state, verdict: Verdict.Refuse);
            case TenantPhase.Waking or TenantPhase.Draining when state.Waiting >= queueLimit:
                return To(state, verdict: Verdict.QueueFull);
            case TenantPhase.Waking:
                return To(state with { Waiting = state.Waiting + 1 }, verdict: Verdict.Wait);
            case TenantPhase.Draining when now < state.LeaseEnds:
                // Held, never forwarded to the pod in doubt; the first one starts the loop that looks at the scale.
                var first = state.Waiting == 0;
                return To(
                    state with { Waiting = state.Waiting + 1, Attempt = first ? state.Attempt + 1 : state.Attempt, ScaledUp = false },
                    first ? Effects.BeginWake : Effects.None,
                    Verdict.Wait);
            default:
                var drop = state.Pod is null ? Effects.None : Effects.DropPod;
                return To(Wake(state) with { Waiting = state.Waiting + 1 }, Effects.BeginWake | drop, Verdict.Wait);
        }
    }

    private static TenantState Wake(TenantState state) =>
        state with { Phase = TenantPhase.Waking, Attempt = state.Attempt + 1, Pod = null, ScaledUp = false, Trouble = null };

    private static Transition Leave(TenantState state)
    {
        var left = state with { Waiting = state.Waiting - 1 };
        return left switch
        {
            { Waiting: > 0 } => To(left),
            // Nobody wants it and nothing is written yet: the wake need not happen.
            { Phase: TenantPhase.Waking, ScaledUp: false } => Forget(left),
            { Phase: TenantPhase.Draining } => To(left, Effects.EndWake),
            _ => To(left),
        };
    }

    private static Transition Requeue(TenantState state, string podUid, TimeSpan now)
    {
        var back = state with { Active = state.Active - 1 };
        // It was admitted once, so the limit of the queue does not apply again.
        if (back.Phase != TenantPhase.Awake || back.Pod?.Uid != podUid)
            return Arrive(back, now, int.MaxValue);
        return To(Wake(back) with { Waiting = back.Waiting + 1 }, Effects.BeginWake | Effects.DropPod, Verdict.Wait);
    }

    /// <summary>The pod in doubt is given up for what the scale and the pod watch say; the wake that is running continues.</summary>
    private static Transition Rewake(TenantState state) =>
        To(state with { Phase = TenantPhase.Waking, Pod = null, Doubted = state.Pod?.Uid ?? state.Doubted, ScaledUp = false }, Effects.CheckScaleNow | Dropping(state));

    private static Transition Ready(TenantState state, InstancePod pod, TimeSpan now) =>
        To(
            state with
            {
                Phase = TenantPhase.Awake,
                Pod = pod,
                Active = state.Active + state.Waiting,
                Waiting = 0,
                Doubted = null,
                Trouble = null,
                Failures = 0,
                LastActivity = now,
            },
            Effects.EndWake | Effects.ReleaseWaiters);

    private static Transition LosePod(TenantState state) => state.Phase == TenantPhase.Draining
        ? To(state with { Pod = null }, Effects.DropPod)
        : To(state with { Phase = TenantPhase.Unknown, Pod = null }, Effects.DropPod | Effects.StopPodWatch);

    private static Transition Fail(TenantState state, WakeTrouble trouble, TimeSpan now, WakeTiming timing)
    {
        var failures = state.Failures + 1;
        return To(
            state with { Phase = TenantPhase.Failed, Waiting = 0, Trouble = trouble, Failures = failures, RetryAt = now + timing.Backoff(trouble.Failure, failures) },
            Effects.EndWake | Effects.RefuseWaiters | Effects.StopPodWatch);
    }

    private static Transition Forget(TenantState state) =>
        To(state with { Phase = TenantPhase.Unknown, Pod = null }, Effects.EndWake | Effects.StopPodWatch);

    private static Transition Drain(TenantState state, TimeSpan now, WakeTiming timing) =>
        state.Active > 0 || state.Waiting > 0 || state.Phase == TenantPhase.Waking
            ? To(state, verdict: Verdict.Veto)
            : To(state with { Phase = TenantPhase.Draining, LeaseEnds = now + timing.DrainLease }, verdict: Verdict.Consent);

    private static Transition Sleep(TenantState state, TimeSpan now)
    {
        if (state.Waiting > 0)
        {
            return state.Phase == TenantPhase.Draining
                ? Rewake(state)
                : To(state with { ScaledUp = false }, Effects.CheckScaleNow);
        }

        if (state.Phase == TenantPhase.Waking)
            return To(state with { ScaledUp = false }, Effects.CheckScaleNow);
        // Late word after we woke it ourselves: whether it stands is for the next request to find out; what runs is not asleep.
        return To(state with { Phase = Rest(state, state.Active > 0 ? TenantPhase.Unknown : TenantPhase.Asleep, now), Pod = null, Doubted = state.Pod?.Uid ?? state.Doubted }, Effects.StopPodWatch | Dropping(state));
    }

    /// <summary>The back-off of a failed wake outlives the sleep that follows it.</summary>
    private static TenantPhase Rest(TenantState state, TenantPhase otherwise, TimeSpan now) =>
        state.Trouble is not null && now < state.RetryAt ? TenantPhase.Failed : otherwise;

    private static Transition Resume(TenantState state, TimeSpan now)
    {
        if (state.Pod is null)
            return state.Waiting > 0 ? Rewake(state) : To(state with { Phase = Rest(state, TenantPhase.Unknown, now) }, Effects.StopPodWatch);
        return state.Waiting == 0
            ? To(state with { Phase = TenantPhase.Awake })
            : Ready(state, state.Pod, now);
    }

    private static Effects Dropping(TenantState state) => state.Pod is null ? Effects.None : Effects.DropPod;
}
