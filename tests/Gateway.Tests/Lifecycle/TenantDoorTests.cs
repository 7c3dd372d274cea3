using System.Threading.RateLimiting;
using Gateway.Tests.Support;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Lifecycle;

public sealed class TenantDoorTests
{
    [Fact(Timeout = 30_000)]
    public async Task PodThatAnswersBeforeTheScaleIsKnown_GetsNoRequestYet()
    {
        await using var instance = await FakeInstance.StartAsync("uid-door");
        var raised = false;
        var services = Services(instance, new WakeLimits()) with
        {
            // Slow enough for the pod of the sleep before to answer first. Cancelled by an early admission, the write would be lost.
            RaiseScale = async (_, _, ct) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, ct);
                raised = true;
                return ScaleResult.Raised;
            },
        };
        using var door = new TenantDoor("uid-door", "mcpt-door", services);

        var admission = await door.EnterAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        admission.Outcome.ShouldBe(AdmissionOutcome.Admitted);
        raised.ShouldBeTrue();
    }

    [Fact(Timeout = 30_000)]
    public async Task WakeThatHangs_DoesNotKeepItsPlaceInTheLine()
    {
        await using var instance = await FakeInstance.StartAsync("uid-second");
        var services = Services(instance, new WakeLimits { WakeTurn = TimeSpan.Zero });
        // The pod of the first never answers as its own.
        using var first = new TenantDoor("uid-first", "mcpt-first", services);
        using var second = new TenantDoor("uid-second", "mcpt-second", services);
        var hanging = first.EnterAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        (await second.EnterAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Outcome.ShouldBe(AdmissionOutcome.Admitted);

        hanging.IsCompleted.ShouldBeFalse();
    }

    [Fact(Timeout = 30_000)]
    public async Task PodOfTheSleepBefore_IsLeftAloneWhileInDoubt()
    {
        await using var instance = await FakeInstance.StartAsync("uid-door");
        var feed = new PodFeed(Pod("pod-1", instance));
        var passedOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var door = new TenantDoor("uid-door", "mcpt-door", Services(instance, new WakeLimits { Doubt = TimeSpan.FromHours(1) }) with
        {
            Pods = feed.FollowAsync,
            RaiseScale = (_, _, _) => Task.FromResult(ScaleResult.WasUp),
            // Asked for when there is no pod to wait for.
            LookAtWorkload = (_, _) =>
            {
                passedOver.TrySetResult();
                return Task.FromResult<WakeTrouble?>(null);
            },
        });
        await SleepAsync(door);

        var held = door.EnterAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken).AsTask();
        await Task.WhenAny(held, passedOver.Task);
        feed.Tell(Pod("pod-1", instance), Pod("pod-2", instance));

        (await held).Channel!.Pod.Uid.ShouldBe("pod-2");
    }

    [Fact(Timeout = 30_000)]
    public async Task PodOfTheSleepBefore_ThatStands_IsTakenAfterTheDoubt()
    {
        await using var instance = await FakeInstance.StartAsync("uid-door");
        using var door = new TenantDoor("uid-door", "mcpt-door", Services(instance, new WakeLimits { Doubt = TimeSpan.FromMilliseconds(1) }) with
        {
            Pods = new PodFeed(Pod("pod-1", instance)).FollowAsync,
        });
        await SleepAsync(door);

        (await door.EnterAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Channel!.Pod.Uid.ShouldBe("pod-1");
    }

    private static async Task SleepAsync(TenantDoor door)
    {
        (await door.EnterAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Channel!.Pod.Uid.ShouldBe("pod-1");
        door.Leave();
        door.ConsentsToSleep().ShouldBeTrue();
        door.ConfirmSleep();
    }

    private static PodFacts Pod(string uid, FakeInstance instance) =>
        new(uid, DateTimeOffset.UnixEpoch.AddSeconds(uid[^1]), instance.Address, Leaving: false, Scheduled: true);

    private static DoorServices Services(FakeInstance instance, WakeLimits limits) => new()
    {
        Clock = new MonotonicClock(TimeProvider.System),
        Timing = new WakeTiming(),
        Limits = limits,
        Dialer = new InstanceDialer(FakeInstance.Port, TimeSpan.FromSeconds(1), TimeProvider.System),
        RaiseScale = (_, _, _) => Task.FromResult(ScaleResult.Raised),
        ReadScale = (_, _) => Task.FromResult<bool?>(true),
        Pods = (_, changed, ct) =>
        {
            changed([new PodFacts("pod", DateTimeOffset.UnixEpoch, instance.Address, Leaving: false, Scheduled: true)]);
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        },
        LookAtWorkload = (_, _) => Task.FromResult<WakeTrouble?>(null),
        Wakes = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 100, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }),
        Metrics = new GatewayMetrics(),
        Log = NullLogger.Instance,
    };

    /// <summary>The pod watch of a namespace, told by the test.</summary>
    private sealed class PodFeed(params PodFacts[] pods)
    {
        private Action<IReadOnlyList<PodFacts>> _changed = _ => { };
        private IReadOnlyList<PodFacts> _pods = pods;

        public Task FollowAsync(string ns, Action<IReadOnlyList<PodFacts>> changed, CancellationToken ct)
        {
            _changed = changed;
            changed(_pods);
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        }

        public void Tell(params PodFacts[] now)
        {
            _pods = now;
            _changed(now);
        }
    }
}
