using Kubernetes.Runtime.Queue;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime.Queue;

public sealed class WorkQueueTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<string>(new WorkQueueOptions { Randomness = () => 1 }, _time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Point21_AddWhileQueued_IsWorkedOnOnce()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");

        (await TakeAsync()).ShouldBe("a");
        (await TakeAsync()).ShouldBe("b");
        _queue.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Point21_AddWhileProcessing_RunsAgainAfterDoneAndNeverInParallel()
    {
        _queue.Add("a");
        await TakeAsync();

        _queue.Add("a");
        _queue.Add("a");
        _queue.Count.ShouldBe(0, "a key in work is never handed out a second time");

        _queue.Done("a");
        (await TakeAsync()).ShouldBe("a");
        _queue.Done("a");
        _queue.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Point21_DoneOfUnknownKey_ChangesNothing()
    {
        _queue.Done("never taken");
        _queue.Add("a");
        (await TakeAsync()).ShouldBe("a");
    }

    [Fact]
    public async Task GetAsync_Waiting_IsGivenTheNextKey()
    {
        var waiting = _queue.GetAsync(TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();

        _queue.Add("a");
        (await waiting)!.Value.Key.ShouldBe("a");
    }

    [Fact]
    public async Task GetAsync_Cancelled_LosesNoKey()
    {
        using var cancellation = new CancellationTokenSource();
        var abandoned = _queue.GetAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(abandoned);

        _queue.Add("a");
        (await TakeAsync()).ShouldBe("a");
    }

    [Fact]
    public async Task Point22_AddAfter_BecomesReadyAtItsMomentNotBefore()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(9.999));
        _queue.Count.ShouldBe(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await TakeAsync()).ShouldBe("a");
    }

    [Fact]
    public void Point22_AddAfterTwice_KeepsTheEarlierMoment()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _queue.AddAfter("a", TimeSpan.FromSeconds(60));
        _queue.AddAfter("b", TimeSpan.FromSeconds(60));
        _queue.AddAfter("b", TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(10));
        _queue.Count.ShouldBe(2);
        _queue.DelayedCount.ShouldBe(0);
        _time.Advance(TimeSpan.FromMinutes(5));
        _queue.Count.ShouldBe(2, "the later moments are gone");
    }

    [Fact]
    public void Point22_ManyDelayedKeys_ShareOneTimer()
    {
        for (var i = 0; i < 10_000; i++)
            _queue.AddAfter($"key-{i}", TimeSpan.FromSeconds(1 + (i % 100)));

        _time.ArmedTimers.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(50));
        _queue.Count.ShouldBe(5_000);
        _time.ArmedTimers.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(50));
        _queue.Count.ShouldBe(10_000);
        _time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Point21_ImmediateAdd_ReplacesTheDelayedOne()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _queue.Add("a");
        (await TakeAsync()).ShouldBe("a");
        _queue.Done("a");

        _time.Advance(TimeSpan.FromMinutes(1));
        _queue.Count.ShouldBe(0, "at most one pending entry per key");
    }

    [Fact]
    public void Point23_AddRateLimited_DoublesUpToTheCap()
    {
        var delays = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            _queue.AddRateLimited("a");
            delays.Add(_time.NextDue!.Value.TotalMilliseconds);
            _time.Advance(TimeSpan.FromMinutes(5));
            _queue.Count.ShouldBe(1);
            _queue.GetAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
            _queue.Done("a");
        }

        delays.Take(4).ShouldBe([5, 10, 20, 40]);
        delays.Last().ShouldBe(TimeSpan.FromMinutes(5).TotalMilliseconds);
        _queue.NumRequeues("a").ShouldBe(20, "there is no maximum number of retries");
    }

    [Fact]
    public void Point23_AddRateLimited_SharesAnOverallBucket()
    {
        for (var i = 0; i < 120; i++)
            _queue.AddRateLimited($"key-{i}");

        _time.Advance(TimeSpan.FromMilliseconds(10));
        _queue.Count.ShouldBe(100, "the burst");
        _time.Advance(TimeSpan.FromSeconds(1));
        _queue.Count.ShouldBe(110, "ten per second after it");
        _time.Advance(TimeSpan.FromSeconds(1));
        _queue.Count.ShouldBe(120);
    }

    [Fact]
    public void Point24_Forget_StartsAtTheFirstDelayAgainAndLeavesNothingBehind()
    {
        _queue.AddRateLimited("a");
        _queue.AddRateLimited("a");
        _queue.NumRequeues("a").ShouldBe(2);

        _queue.Forget("a");
        _queue.NumRequeues("a").ShouldBe(0);
        _queue.FailingCount.ShouldBe(0);
    }

    [Fact]
    public async Task Point25_RealChange_OvertakesTheInitialList()
    {
        _queue.Add("listed-1", QueuePriority.Low);
        _queue.Add("listed-2", QueuePriority.Low);
        _queue.Add("edited");
        _queue.Add("listed-2");

        (await TakeAsync()).ShouldBe("edited");
        (await TakeAsync()).ShouldBe("listed-2", "a second add raises the priority");
        (await TakeAsync()).ShouldBe("listed-1");
        _queue.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Point25_Requeue_KeepsItsPriority()
    {
        _queue.Add("listed", QueuePriority.Low);
        var item = (await _queue.GetAsync(TestContext.Current.CancellationToken))!.Value;
        item.Priority.ShouldBe(QueuePriority.Low);

        _queue.AddRateLimited(item.Key, item.Priority);
        _queue.Done(item.Key);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _queue.GetAsync(TestContext.Current.CancellationToken))!.Value.Priority.ShouldBe(QueuePriority.Low);
    }

    [Fact]
    public async Task Point26_ShutDown_ReleasesWaitersAndAcceptsNothing()
    {
        var waiting = _queue.GetAsync(TestContext.Current.CancellationToken);
        _queue.AddAfter("later", TimeSpan.FromSeconds(1));
        _queue.ShutDown();

        (await waiting).ShouldBeNull();
        _queue.Add("a");
        _time.Advance(TimeSpan.FromMinutes(1));
        _queue.Count.ShouldBe(0);
        (await _queue.GetAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        _time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Point26_ShutDownWithDrain_WaitsForWhatIsReadyAndInWork()
    {
        _queue.Add("a");
        _queue.Add("b");
        await TakeAsync();
        _queue.Add("a");

        var drained = _queue.ShutDownWithDrainAsync(TestContext.Current.CancellationToken);
        _queue.Add("too late");
        (await TakeAsync()).ShouldBe("b");
        _queue.Done("b");
        drained.IsCompleted.ShouldBeFalse();

        _queue.Done("a");
        (await TakeAsync()).ShouldBe("a", "the change that came in while it was worked on");
        drained.IsCompleted.ShouldBeFalse();
        _queue.Done("a");
        await drained;
        (await _queue.GetAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    private async Task<string> TakeAsync() => (await _queue.GetAsync(TestContext.Current.CancellationToken))!.Value.Key;
}
