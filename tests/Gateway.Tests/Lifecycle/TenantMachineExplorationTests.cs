using System.Net;
using McpTenants.Gateway.Lifecycle;
using static McpTenants.Gateway.Lifecycle.TenantEvent;

namespace Gateway.Tests.Lifecycle;

/// <summary>
/// Every state that any order of events can reach, with small bounds, and what must hold in each. The shell is modelled by the two things the
/// machine relies on: whether a wake loop runs, and which pod the connections belong to.
/// </summary>
public sealed class TenantMachineExplorationTests
{
    private const int MaxRequests = 2;
    private const int MaxAttempts = 3;
    private static readonly WakeTiming Timing = new();
    private static readonly TimeSpan[] Clock = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8)];

    [Fact(Timeout = 120_000)]
    public void EveryReachableState_KeepsThePromises()
    {
        var seen = new HashSet<World>();
        var open = new Queue<World>([new World(TenantState.Initial, LoopRuns: false, Connected: null, Now: 0)]);
        while (open.TryDequeue(out var world))
        {
            if (!seen.Add(world))
                continue;
            foreach (var what in Events(world))
            {
                var next = Apply(world, what);
                if (next.State.Attempt <= MaxAttempts)
                    open.Enqueue(next);
            }

            if (world.Now + 1 < Clock.Length)
                open.Enqueue(world with { Now = world.Now + 1 });
        }

        seen.Count.ShouldBeGreaterThan(500);
    }

    private static World Apply(World world, TenantEvent what)
    {
        var before = world.State;
        var (after, effects, verdict) = TenantMachine.Step(before, what, Clock[world.Now], Timing);
        var loop = world.LoopRuns;
        if (effects.HasFlag(Effects.EndWake))
            loop = false;
        if (effects.HasFlag(Effects.BeginWake))
            loop = true;
        var connected = effects.HasFlag(Effects.DropPod) ? null : world.Connected;
        if (what is PodReady && after.Phase == TenantPhase.Awake && before.Phase == TenantPhase.Waking)
        {
            // The pod of a sleep that is under way may still answer.
            before.ScaledUp.ShouldBeTrue($"{before} + {what}");
            connected = after.Pod!.Uid;
        }

        var story = $"{before} + {what} -> {after} {effects} {verdict}";
        after.Active.ShouldBeGreaterThanOrEqualTo(0, story);
        after.Waiting.ShouldBeGreaterThanOrEqualTo(0, story);
        // No request is stranded: whoever is held has a loop that looks at the scale.
        if (after.Waiting > 0)
        {
            after.Phase.ShouldBeOneOf([TenantPhase.Waking, TenantPhase.Draining], story);
            loop.ShouldBeTrue(story);
        }

        // A request is forwarded only while awake, over connections to the pod that is known.
        if (verdict == Verdict.Forward || effects.HasFlag(Effects.ReleaseWaiters))
        {
            after.Phase.ShouldBe(TenantPhase.Awake, story);
            connected.ShouldBe(after.Pod!.Uid, story);
        }

        if (after.Phase == TenantPhase.Awake)
            connected.ShouldBe(after.Pod.ShouldNotBeNull(story).Uid, story);
        else if (after.Phase != TenantPhase.Draining)
            after.Pod.ShouldBeNull(story);
        if (after.Phase == TenantPhase.Asleep)
            (after.Active, after.Waiting).ShouldBe((0, 0), story);
        // Whose sleep was confirmed is not taken for awake again without doubt.
        if (what is SleepConfirmed && before.Pod is { } taken)
            after.Doubted.ShouldBe(taken.Uid, story);
        // Consent means: nothing runs and nobody waits.
        if (verdict == Verdict.Consent)
            (after.Active, after.Waiting, after.Phase).ShouldBe((0, 0, TenantPhase.Draining), story);
        // Nobody vanishes: every request is active, held, or was answered.
        var refused = effects.HasFlag(Effects.RefuseWaiters) ? before.Waiting : 0;
        var expected = before.Active + before.Waiting - refused + what switch
        {
            Arrived when verdict is Verdict.Forward or Verdict.Wait => 1,
            Unreachable when verdict is Verdict.Refuse => -1,
            Finished or WaiterLeft => -1,
            _ => 0,
        };
        (after.Active + after.Waiting).ShouldBe(expected, story);
        return new World(after, loop, connected, world.Now);
    }

    private static readonly WakeTrouble Trouble = new(WakeFailure.CrashLoop, "");

    private static IEnumerable<TenantEvent> Events(World world)
    {
        var state = world.State;
        if (state.Active + state.Waiting < MaxRequests)
            yield return new Arrived(MaxRequests);
        if (state.Waiting > 0)
            yield return new WaiterLeft();
        if (state.Active > 0)
        {
            yield return new Finished();
            yield return new Unreachable("pod-1");
            yield return new Unreachable("pod-2");
        }

        foreach (var pod in new[] { "pod-1", "pod-2" })
        {
            yield return new PodReady(state.Attempt, new InstancePod(pod, IPAddress.Loopback));
            yield return new PodGone(pod);
        }

        yield return new PodReady(state.Attempt - 1, new InstancePod("pod-0", IPAddress.Loopback));
        yield return new ScaledUp(state.Attempt);
        yield return new SleepObserved(state.Attempt);
        yield return new WakeFailed(state.Attempt, Trouble);
        yield return new WakeExpired(state.Attempt);
        yield return new Tick();
        yield return new DrainAsked();
        yield return new SleepConfirmed();
        yield return new SleepAborted();
        foreach (var up in new[] { false, true })
        {
            yield return new OutcomeRead(state.LeaseEnds, up);
            yield return new OutcomeRead(state.LeaseEnds - TimeSpan.FromTicks(1), up);
        }
    }

    private sealed record World(TenantState State, bool LoopRuns, string? Connected, int Now);
}
