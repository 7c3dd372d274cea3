using System.Net;
using McpTenants.Gateway.Lifecycle;
using static McpTenants.Gateway.Lifecycle.TenantEvent;

namespace Gateway.Tests.Lifecycle;

public sealed class TenantMachineTests
{
    private static readonly WakeTiming Timing = new();
    private static readonly InstancePod Pod = new("pod-1", IPAddress.Loopback);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(100);

    [Fact]
    public void Arrival_WhileAsleep_WaitsAndBeginsOneWake()
    {
        var first = Step(TenantState.Initial with { Phase = TenantPhase.Asleep }, new Arrived(100));
        var second = Step(first.State, new Arrived(100));

        first.Verdict.ShouldBe(Verdict.Wait);
        first.Effects.ShouldBe(Effects.BeginWake);
        second.Verdict.ShouldBe(Verdict.Wait);
        second.Effects.ShouldBe(Effects.None);
        second.State.Waiting.ShouldBe(2);
    }

    [Fact]
    public void PodReady_ReleasesEveryWaiterAsActive()
    {
        var state = Run(TenantState.Initial, new Arrived(100), new Arrived(100), new ScaledUp(1), new PodReady(1, Pod));

        state.Phase.ShouldBe(TenantPhase.Awake);
        state.Active.ShouldBe(2);
        state.Waiting.ShouldBe(0);
    }

    [Fact]
    public void PodReady_BeforeTheScaleIsUp_IsIgnored() =>
        Run(TenantState.Initial, new Arrived(100), new PodReady(1, Pod)).Phase.ShouldBe(TenantPhase.Waking);

    [Fact]
    public void PodReady_OfAnOlderWake_IsIgnored()
    {
        var state = Run(TenantState.Initial, new Arrived(100), new WaiterLeft(), new Arrived(100), new ScaledUp(2), new PodReady(1, Pod));

        state.Phase.ShouldBe(TenantPhase.Waking);
        state.Attempt.ShouldBe(2);
    }

    [Fact]
    public void LastWaiterLeaving_BeforeTheScaleWrite_EndsTheWake()
    {
        var waking = Run(TenantState.Initial, new Arrived(100));

        var left = Step(waking, new WaiterLeft());

        left.State.Phase.ShouldBe(TenantPhase.Unknown);
        left.Effects.ShouldBe(Effects.EndWake | Effects.StopPodWatch);
    }

    [Fact]
    public void LastWaiterLeaving_AfterTheScaleWrite_LetsThePodCome()
    {
        var state = Run(TenantState.Initial, new Arrived(100), new ScaledUp(1), new WaiterLeft(), new PodReady(1, Pod));

        state.Phase.ShouldBe(TenantPhase.Awake);
        state.Active.ShouldBe(0);
    }

    [Fact]
    public void Drain_WithARequestActive_IsVetoed() => Step(Awake(active: 1), new DrainAsked()).Verdict.ShouldBe(Verdict.Veto);

    [Fact]
    public void Drain_WhileWaking_IsVetoed() => Step(Run(TenantState.Initial, new Arrived(100)), new DrainAsked()).Verdict.ShouldBe(Verdict.Veto);

    [Fact]
    public void Drain_OfATenantThatIsNotServedHere_GetsConsent()
    {
        foreach (var phase in new[] { TenantPhase.Unknown, TenantPhase.Asleep, TenantPhase.Failed })
            Step(TenantState.Initial with { Phase = phase }, new DrainAsked()).Verdict.ShouldBe(Verdict.Consent);
    }

    [Fact]
    public void Arrival_WhileDraining_IsHeldAndVetoesFurtherDrains()
    {
        var held = Step(Run(Awake(), new DrainAsked()), new Arrived(100));

        held.Verdict.ShouldBe(Verdict.Wait);
        held.Effects.ShouldBe(Effects.BeginWake);
        Step(held.State, new DrainAsked()).Verdict.ShouldBe(Verdict.Veto);
    }

    [Fact]
    public void Abort_ReleasesWhoeverWasHeldToTheSamePod()
    {
        var held = Run(Awake(), new DrainAsked(), new Arrived(100));

        var resumed = Step(held, new SleepAborted());

        resumed.State.Phase.ShouldBe(TenantPhase.Awake);
        resumed.State.Active.ShouldBe(1);
        resumed.Effects.ShouldBe(Effects.EndWake | Effects.ReleaseWaiters);
    }

    [Fact]
    public void SleepConfirmed_WithSomebodyHeld_WakesAgainAtOnce()
    {
        var held = Run(Awake(), new DrainAsked(), new Arrived(100));

        var after = Step(held, new SleepConfirmed());

        after.State.Phase.ShouldBe(TenantPhase.Waking);
        after.State.Waiting.ShouldBe(1);
        after.Effects.ShouldBe(Effects.CheckScaleNow | Effects.DropPod);
    }

    [Fact]
    public void SleepObservedInTheScale_WithSomebodyHeld_WakesWithoutTheOperatorsWord()
    {
        var held = Run(Awake(), new DrainAsked(), new Arrived(100));

        Step(held, new SleepObserved(held.Attempt)).State.Phase.ShouldBe(TenantPhase.Waking);
    }

    [Fact]
    public void LeaseThatEndsWithoutNews_IsNotTrusted()
    {
        var draining = Run(Awake(), new DrainAsked());
        var later = Start + Timing.DrainLease;

        var arrival = TenantMachine.Step(draining, new Arrived(100), later, Timing);

        arrival.Verdict.ShouldBe(Verdict.Wait);
        arrival.State.Phase.ShouldBe(TenantPhase.Waking);
        arrival.Effects.ShouldBe(Effects.BeginWake | Effects.DropPod);
    }

    [Fact]
    public void LeaseThatEndsWithSomebodyHeld_FindsOutByTick()
    {
        var held = Run(Awake(), new DrainAsked(), new Arrived(100));

        TenantMachine.Step(held, new Tick(), Start + TimeSpan.FromSeconds(1), Timing).State.Phase.ShouldBe(TenantPhase.Draining);
        TenantMachine.Step(held, new Tick(), Start + Timing.DrainLease, Timing).State.Phase.ShouldBe(TenantPhase.Waking);
    }

    [Fact]
    public void Unreachable_TakesTheRequestBackAndLooksForAPod()
    {
        var back = Step(Awake(active: 3), new Unreachable("pod-1"));

        back.Verdict.ShouldBe(Verdict.Wait);
        back.State.Active.ShouldBe(2);
        back.State.Waiting.ShouldBe(1);
        back.Effects.ShouldBe(Effects.BeginWake | Effects.DropPod);
    }

    [Fact]
    public void Unreachable_ForAPodThatWasReplaced_GoesToTheNewOne()
    {
        var back = Step(Awake(active: 1), new Unreachable("pod-0"));

        back.Verdict.ShouldBe(Verdict.Forward);
        back.State.Active.ShouldBe(1);
    }

    [Fact]
    public void FailedWake_RefusesUntilItsRetryAndBacksOffFurtherEachTime()
    {
        var failed = Run(TenantState.Initial, new Arrived(100), new WakeFailed(1, new WakeTrouble(WakeFailure.CrashLoop, "")));

        failed.Waiting.ShouldBe(0);
        Step(failed, new Arrived(100)).Verdict.ShouldBe(Verdict.Refuse);
        TenantMachine.Step(failed, new Arrived(100), Start + TimeSpan.FromSeconds(5), Timing).Verdict.ShouldBe(Verdict.Wait);
        Timing.Backoff(WakeFailure.CrashLoop, 2).ShouldBe(TimeSpan.FromSeconds(10));
        Timing.Backoff(WakeFailure.CrashLoop, 1000).ShouldBe(TimeSpan.FromMinutes(5));
        Timing.Backoff(WakeFailure.ApiUnavailable, 1000).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void FailedWake_KeepsItsBackOffThroughSleep()
    {
        var asleep = Run(TenantState.Initial, new Arrived(100), new WakeFailed(1, new WakeTrouble(WakeFailure.ImagePull, "")), new DrainAsked(), new SleepConfirmed());

        asleep.Phase.ShouldBe(TenantPhase.Failed);
    }

    private static TenantState Awake(int active = 0) => TenantState.Initial with { Phase = TenantPhase.Awake, Pod = Pod, Active = active };

    private static Transition Step(TenantState state, TenantEvent what) => TenantMachine.Step(state, what, Start, Timing);

    private static TenantState Run(TenantState state, params TenantEvent[] events) => events.Aggregate(state, (s, e) => Step(s, e).State);
}
