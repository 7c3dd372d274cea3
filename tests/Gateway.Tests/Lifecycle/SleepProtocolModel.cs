using System.Net;
using McpTenants.Gateway.Lifecycle;
using static McpTenants.Gateway.Lifecycle.TenantEvent;

namespace Gateway.Tests.Lifecycle;

/// <summary>
/// Two replicas with the real state machine, an operator that puts the tenant to sleep, an API server that compares and swaps, requests that
/// arrive at any point, and faults: an answer is lost, the operator or a replica dies. Every order of their steps is a path of this model.
/// Of time it assumes what the operator enforces: it gives up, or gives up its write, before the first consent that it holds can run out.
/// </summary>
internal sealed class SleepProtocolModel(SleepProtocolModel.Machine step, bool noticesNewReplicas = true, bool saysAbortWhenInDoubt = false, bool keepsItsDeadline = true)
{
    private static readonly WakeTiming Timing = new();
    private static readonly InstancePod Pod = new("pod", IPAddress.Loopback);
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Later = Now + Timing.DrainLease;

    internal delegate Transition Machine(TenantState state, TenantEvent what, TimeSpan now, WakeTiming timing);

    internal enum Asks
    {
        Nothing,

        /// <summary>It has read the scale and collects consents.</summary>
        Consent,

        /// <summary>It wrote the scale and says so.</summary>
        Asleep,

        /// <summary>It gave up and says so.</summary>
        Abort,
    }

    /// <summary>A scale write under way: based on what the scale still is, or not.</summary>
    internal enum Write
    {
        None,
        Current,
        Outdated,
    }

    public static World Start { get; } = new(new Replica(TenantState.Initial), new Replica(TenantState.Initial), Up: true, Asks.Nothing, 0, Outdated: false, Arrivals: 2, Rounds: 2, Faults: 1);

    /// <summary>All that can happen next. Helpful is what happens by itself if only requests, operator and faults stay away.</summary>
    public IEnumerable<(World Next, bool Helpful, string Story)> Next(World world)
    {
        for (var i = 0; i < 2; i++)
        {
            foreach (var next in OfReplica(world, i))
                yield return next;
        }

        foreach (var next in OfOperator(world))
            yield return (next.World, false, next.Story);
    }

    private IEnumerable<(World Next, bool Helpful, string Story)> OfReplica(World world, int i)
    {
        var replica = world[i];
        var state = replica.State;
        if (world.Arrivals > 0)
            yield return (Apply(world with { Arrivals = world.Arrivals - 1 }, i, new Arrived(2)), false, $"request at {i}");
        if (state.Active > 0)
        {
            yield return (Apply(world, i, new Finished()), true, $"answer at {i}");
            if (!world.Up)
                yield return (Apply(world, i, new Unreachable("pod")), true, $"no connection at {i}");
        }

        if (state.Waiting > 0)
            yield return (Apply(world, i, new WaiterLeft()), false, $"client left {i}");
        if (replica.Looks && replica.Raise == Write.None)
        {
            yield return world.Up
                ? (Apply(Apply(world, i, new ScaledUp(0)), i, new Tick()), true, $"{i} reads 1")
                : (Apply(world.With(i, replica with { Raise = Write.Current }), i, new SleepObserved(0)), true, $"{i} reads 0");
        }

        if (replica.Raise != Write.None)
        {
            var written = Raise(world, i);
            // The loop may have ended meanwhile; its request to the API server has not.
            yield return (written[i].Looks && replica.Raise == Write.Current ? Apply(Apply(written, i, new ScaledUp(0)), i, new Tick()) : written, true, $"{i} writes 1");
            if (world.Faults > 0)
                yield return (written with { Faults = world.Faults - 1 }, false, $"{i} writes 1, answer lost");
        }

        if (state is { Phase: TenantPhase.Waking, ScaledUp: true })
            yield return (Apply(world, i, new PodReady(0, Pod)), true, $"pod answers {i}");
        if (state.Pod is not null && !world.Up)
            yield return (Apply(world, i, new PodGone("pod")), false, $"{i} sees the pod go");
        if (state.Phase == TenantPhase.Draining && !replica.LeaseOver && !(keepsItsDeadline && world.MayStillWrite(i)))
            yield return (world.With(i, replica with { LeaseOver = true }), true, $"lease of {i} ends");
        if (replica is { LeaseOver: true, Outcome: null } && state.Phase == TenantPhase.Draining)
            yield return (world.With(i, replica with { Outcome = world.Up }), true, $"{i} reads the outcome");
        if (replica.Outcome is { } up)
            yield return (Apply(world.With(i, replica with { Outcome = null }), i, new OutcomeRead(replica.Renewed ? Now : Later, up)), true, $"{i} learns the outcome");
        if (world.Faults > 0)
        {
            // Before it writes, the operator looks whether the replicas are still those that consented.
            var fresh = world.With(i, new Replica(TenantState.Initial) { Raise = replica.Raise }) with { Faults = world.Faults - 1 };
            yield return (world.Operator == Asks.Consent && noticesNewReplicas ? fresh with { Operator = Asks.Abort, Told = 0 } : fresh, false, $"{i} dies");
        }
    }

    private IEnumerable<(World World, string Story)> OfOperator(World world)
    {
        if (world.Operator == Asks.Nothing)
        {
            if (world is { Up: true, Rounds: > 0 })
                yield return (world with { Operator = Asks.Consent, Told = 0, Outdated = false, Rounds = world.Rounds - 1 }, "operator begins");
            yield break;
        }

        if (world.Faults > 0)
            yield return (world with { Operator = Asks.Nothing, Told = 0, Faults = world.Faults - 1 }, "operator dies");
        if (world is { Operator: Asks.Consent, Told: not 0 })
            yield return (world with { Operator = Asks.Abort, Told = 0 }, "deadline before the sleep write");
        if (world.Told == 3)
        {
            if (world.Operator != Asks.Consent)
                yield return (world with { Operator = Asks.Nothing, Told = 0 }, "operator ends");
            else if (world.Outdated)
                yield return (world with { Operator = Asks.Abort, Told = 0 }, "sleep write loses");
            else
            {
                var slept = world.ScaleWritten(up: false);
                (world.A.State.Active + world.B.State.Active).ShouldBe(0, "scaled to zero with a request active");
                yield return (slept with { Operator = Asks.Asleep, Told = 0 }, "sleep write");
                yield return (world with { Operator = Asks.Nothing, Told = 0 }, "deadline during the sleep write, it did not happen");
                yield return (slept with { Operator = Asks.Nothing, Told = 0 }, "deadline during the sleep write, it happened");
                if (world.Faults > 0)
                    yield return (slept with { Operator = saysAbortWhenInDoubt ? Asks.Abort : Asks.Nothing, Told = 0, Faults = world.Faults - 1 }, "sleep write, answer lost");
            }

            yield break;
        }

        for (var i = 0; i < 2; i++)
        {
            if ((world.Told & (1 << i)) != 0)
                continue;
            var told = world with { Told = world.Told | (1 << i) };
            yield return world.Operator switch
            {
                Asks.Consent => (Ask(told, i, out _), $"operator asks {i}"),
                Asks.Asleep => (Apply(told, i, new SleepConfirmed()), $"operator tells {i} asleep"),
                _ => (Apply(told, i, new SleepAborted()), $"operator tells {i} abort"),
            };
            if (world.Faults > 0)
                yield return (world.Operator == Asks.Consent ? Ask(world, i, out _) with { Operator = Asks.Abort, Told = 0, Faults = world.Faults - 1 } : told with { Faults = world.Faults - 1 }, $"what operator and {i} say is lost");
        }
    }

    private World Ask(World world, int i, out Verdict verdict)
    {
        var after = Apply(world, i, new DrainAsked(), out verdict);
        return verdict == Verdict.Consent ? after : after with { Operator = Asks.Abort, Told = 0 };
    }

    private World Raise(World world, int i)
    {
        var replica = world[i];
        var cleared = world.With(i, replica with { Raise = Write.None });
        return replica.Raise == Write.Current ? cleared.ScaleWritten(up: true) : cleared;
    }

    private World Apply(World world, int i, TenantEvent what) => Apply(world, i, what, out _);

    private World Apply(World world, int i, TenantEvent what, out Verdict verdict)
    {
        var replica = world[i];
        var before = replica.State;
        (var after, var effects, verdict) = step(before, what, replica.LeaseOver ? Later : Now, Timing);
        var story = $"{before} + {what} -> {after} {effects} {verdict}";
        if (verdict == Verdict.Forward || effects.HasFlag(Effects.ReleaseWaiters))
        {
            world.Up.ShouldBeTrue("forwarded to a pod that a sleep takes away: " + story);
            // Without a deadline it is in doubt for ever; what comes of that is noticed at the write.
            (keepsItsDeadline && world.MayStillWrite(i)).ShouldBeFalse("forwarded to a pod in doubt: " + story);
        }

        var refused = effects.HasFlag(Effects.RefuseWaiters) ? before.Waiting : 0;
        var change = what switch
        {
            Arrived when verdict is Verdict.Forward or Verdict.Wait => 1,
            Unreachable when verdict is Verdict.Refuse => -1,
            Finished or WaiterLeft => -1,
            _ => 0,
        };
        (after.Active + after.Waiting).ShouldBe(before.Active + before.Waiting - refused + change, "a request is lost: " + story);
        var looks = effects.HasFlag(Effects.BeginWake) || (replica.Looks && !effects.HasFlag(Effects.EndWake));
        return world.With(i, replica with
        {
            State = Normal(after),
            Looks = looks,
            LeaseOver = replica.LeaseOver && after.Phase == TenantPhase.Draining && verdict != Verdict.Consent,
            Renewed = replica.Outcome is not null && (replica.Renewed || verdict == Verdict.Consent),
            // Ended with the consent it was about.
            Outcome = after.Phase == TenantPhase.Draining ? replica.Outcome : null,
        });
    }

    /// <summary>Without what only grows or only reports: two states that behave alike are one.</summary>
    private static TenantState Normal(TenantState state) => state with
    {
        Attempt = 0,
        LastActivity = null,
        LeaseEnds = state.Phase == TenantPhase.Draining ? Later : default,
        Doubted = null,
    };

    /// <param name="State">The machine's.</param>
    /// <param name="Looks">A wake runs: it looks at the scale again and again.</param>
    /// <param name="Raise">Its write.</param>
    /// <param name="LeaseOver">Its consent has run out.</param>
    /// <param name="Outcome">What was read of the scale after that, not yet acted upon.</param>
    /// <param name="Renewed">It consented anew since that reading.</param>
    internal readonly record struct Replica(TenantState State, bool Looks = false, Write Raise = Write.None, bool LeaseOver = false, bool? Outcome = null, bool Renewed = false);

    /// <param name="A">One replica.</param>
    /// <param name="B">The other.</param>
    /// <param name="Up">The scale is 1.</param>
    /// <param name="Operator">What it is about.</param>
    /// <param name="Told">Bits of the replicas that it has spoken to about that.</param>
    /// <param name="Outdated">The scale was written after the operator read it.</param>
    /// <param name="Arrivals">Requests that may still come.</param>
    /// <param name="Rounds">Sleeps that may still be tried.</param>
    /// <param name="Faults">Faults that may still happen.</param>
    internal readonly record struct World(Replica A, Replica B, bool Up, Asks Operator, int Told, bool Outdated, int Arrivals, int Rounds, int Faults)
    {
        public Replica this[int i] => i == 0 ? A : B;

        public World With(int i, Replica replica) => i == 0 ? this with { A = replica } : this with { B = replica };

        /// <summary>The operator holds this replica's consent and has not decided yet.</summary>
        public bool MayStillWrite(int i) => Operator == Asks.Consent && (Told & (1 << i)) != 0;

        public World ScaleWritten(bool up) => this with
        {
            Up = up,
            Outdated = true,
            A = A with { Raise = A.Raise == Write.None ? Write.None : Write.Outdated },
            B = B with { Raise = B.Raise == Write.None ? Write.None : Write.Outdated },
        };
    }
}
