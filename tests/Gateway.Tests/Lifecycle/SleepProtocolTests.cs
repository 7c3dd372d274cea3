using McpTenants.Gateway.Lifecycle;
using static McpTenants.Gateway.Lifecycle.TenantEvent;
using World = Gateway.Tests.Lifecycle.SleepProtocolModel.World;

namespace Gateway.Tests.Lifecycle;

/// <summary>Explores every reachable state of <see cref="SleepProtocolModel"/>, breadth first, and proves that the exploration notices broken machines.</summary>
public sealed class SleepProtocolTests
{
    [Fact(Timeout = 300_000)]
    public void EveryOrderOfEvents_KeepsThePromises()
    {
        var states = Explore(new SleepProtocolModel(TenantMachine.Step));

        TestContext.Current.SendDiagnosticMessage($"{states} states");
        states.ShouldBeGreaterThan(10_000);
    }

    [Fact(Timeout = 300_000)]
    public void ConsentWithARequestActive_IsNoticed() => IsNoticed("with a request active", (state, what) =>
        what is DrainAsked && state is { Phase: TenantPhase.Awake, Active: > 0 } ? new Transition(state with { Phase = TenantPhase.Draining }, Effects.None, Verdict.Consent) : null);

    [Fact(Timeout = 300_000)]
    public void ForwardingAfterConsent_IsNoticed() => IsNoticed("pod in doubt", (state, what) =>
        what is Arrived && state is { Phase: TenantPhase.Draining, Pod: not null } ? new Transition(state with { Active = state.Active + 1 }, Effects.None, Verdict.Forward) : null);

    [Fact(Timeout = 300_000)]
    public void TrustInAPodBeforeTheScaleIsKnown_IsNoticed() => IsNoticed("that a sleep takes away", (state, what) =>
        what is SleepConfirmed && state is { Phase: TenantPhase.Draining, Pod: not null } ? new Transition(state with { Phase = TenantPhase.Awake }, Effects.None, Verdict.None) : null);

    [Fact(Timeout = 300_000)]
    public void WakeThatEndsWithSomebodyHeld_IsNoticed() => IsNoticed("is held for ever", (state, what) =>
        what is SleepObserved or SleepConfirmed && state is { Phase: TenantPhase.Draining, Waiting: > 0 } ? new Transition(state, Effects.EndWake, Verdict.None) : null);

    [Fact(Timeout = 300_000)]
    public void LeaseThatNobodyLooksAfter_IsNoticed() => IsNoticed("drains for ever", (state, what) => what is OutcomeRead ? new Transition(state, Effects.None, Verdict.None) : null);

    [Fact(Timeout = 300_000)]
    public void OutcomeOfAFormerConsent_IsNotTakenForThisOne() => IsNoticed("pod in doubt", (state, what) =>
        what is OutcomeRead { Up: true } && state is { Phase: TenantPhase.Draining, Pod: not null, Waiting: 0 } ? new Transition(state with { Phase = TenantPhase.Awake }, Effects.None, Verdict.None) : null);

    [Fact(Timeout = 300_000)]
    public void LostRequest_IsNoticed() => IsNoticed("a request is lost", (state, what) =>
        what is SleepConfirmed && state.Waiting > 0 ? new Transition(state with { Waiting = 0, Phase = TenantPhase.Asleep, Pod = null }, Effects.EndWake, Verdict.None) : null);

    [Fact(Timeout = 300_000)]
    public void OperatorThatDoesNotNoticeANewReplica_IsNoticed() =>
        Should.Throw<ShouldAssertException>(() => Explore(new SleepProtocolModel(TenantMachine.Step, noticesNewReplicas: false))).Message.ShouldContain("pod in doubt");

    [Fact(Timeout = 300_000)]
    public void OperatorThatSaysAbortWhenItDoesNotKnow_IsNoticed() =>
        Should.Throw<ShouldAssertException>(() => Explore(new SleepProtocolModel(TenantMachine.Step, saysAbortWhenInDoubt: true))).Message.ShouldContain("that a sleep takes away");

    [Fact(Timeout = 300_000)]
    public void OperatorThatWritesAfterItsConsentsEnded_IsNoticed() =>
        Should.Throw<ShouldAssertException>(() => Explore(new SleepProtocolModel(TenantMachine.Step, keepsItsDeadline: false))).Message.ShouldContain("with a request active");

    private static void IsNoticed(string promise, Func<TenantState, TenantEvent, Transition?> mutation)
    {
        var model = new SleepProtocolModel((state, what, now, timing) => mutation(state, what) ?? TenantMachine.Step(state, what, now, timing));
        Should.Throw<ShouldAssertException>(() => Explore(model)).Message.ShouldContain(promise);
    }

    /// <summary>The number of states. Each is checked on the way; then, whether help suffices to get out of every one in which somebody waits.</summary>
    private static int Explore(SleepProtocolModel model)
    {
        var numbers = new Dictionary<World, int> { [SleepProtocolModel.Start] = 0 };
        var worlds = new List<World> { SleepProtocolModel.Start };
        var helped = new List<(int To, int From)>();
        for (var number = 0; number < worlds.Count; number++)
        {
            foreach (var (next, helpful, _) in model.Next(worlds[number]))
            {
                if (!numbers.TryGetValue(next, out var known))
                {
                    numbers[next] = known = worlds.Count;
                    worlds.Add(next);
                }

                if (helpful && known != number)
                    helped.Add((known, number));
            }
        }

        var into = helped.ToLookup(h => h.To, h => h.From);
        Escapes(worlds, into, w => w.A.State.Waiting + w.B.State.Waiting == 0, "is held for ever");
        // While the operator decides it is his turn.
        Escapes(worlds, into, w => w.MayStillWrite(0) || w.MayStillWrite(1) || (!Drains(w.A) && !Drains(w.B)), "drains for ever");
        return worlds.Count;
    }

    private static bool Drains(SleepProtocolModel.Replica replica) => replica.State.Phase == TenantPhase.Draining;

    private static void Escapes(List<World> worlds, ILookup<int, int> into, Func<World, bool> good, string otherwise)
    {
        var saved = new bool[worlds.Count];
        var open = new Queue<int>(Enumerable.Range(0, worlds.Count).Where(i => good(worlds[i])));
        foreach (var number in open)
            saved[number] = true;
        while (open.TryDequeue(out var number))
        {
            foreach (var from in into[number].Where(from => !saved[from]))
            {
                saved[from] = true;
                open.Enqueue(from);
            }
        }

        // A held request whose replica's consent the operator still holds is released when he decides; he always does, or dies.
        var lost = Array.FindIndex(saved, s => !s);
        while (lost >= 0 && (worlds[lost].MayStillWrite(0) || worlds[lost].MayStillWrite(1)))
            lost = Array.FindIndex(saved, lost + 1, s => !s);
        lost.ShouldBe(-1, lost < 0 ? "" : $"{otherwise}: {worlds[lost]}");
    }
}
