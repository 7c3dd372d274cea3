using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using k8s.Models;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;
using Kubernetes.Runtime.Queue;
using Kubernetes.Tests.Runtime.Fakes;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime.Controllers;

public sealed class ControllerTests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly NamespacedName s_key = new("ns", "a");
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<NamespacedName> _started = Channel.CreateUnbounded<NamespacedName>();
    private Func<NamespacedName, CancellationToken, Task<ReconcileOutcome>> _reconcile = (_, _) => Task.FromResult(ReconcileOutcome.Success);
    private Controller? _controller;
    private Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(s_patience);
        _controller?.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Point27_Exception_IsTriedAgainWithGrowingDelay()
    {
        _reconcile = (_, _) => throw new InvalidOperationException("broken");
        var queue = Run().Queue;
        queue.Add(s_key);
        await StartedAsync();
        await _time.WaitForTimerAsync(due => due == TimeSpan.FromMilliseconds(5)).WaitAsync(s_patience);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        await StartedAsync();
        await _time.WaitForTimerAsync(due => due == TimeSpan.FromMilliseconds(10)).WaitAsync(s_patience);
        queue.NumRequeues(s_key).ShouldBe(2);
    }

    [Fact]
    public async Task Point27_RequeueAfter_ForgetsFailuresAndComesBackWithJitter()
    {
        var runs = 0;
        _reconcile = (_, _) => Task.FromResult(++runs == 1 ? ReconcileOutcome.Failed(new IOException("once")) : ReconcileOutcome.Requeue(TimeSpan.FromHours(10)));
        var queue = Run(random: 1).Queue;
        queue.Add(s_key);
        await StartedAsync();
        await _time.WaitForTimerAsync(due => due == TimeSpan.FromMilliseconds(5)).WaitAsync(s_patience);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        await StartedAsync();
        await _time.WaitForTimerAsync(due => due == TimeSpan.FromHours(11)).WaitAsync(s_patience);
        queue.FailingCount.ShouldBe(0);
    }

    [Fact]
    public async Task Point27_TerminalException_IsNotTriedAgain()
    {
        _reconcile = (_, _) => throw new TerminalException("the spec is wrong");
        var controller = Run();
        controller.Queue.Add(s_key);
        await StartedAsync();
        await controller.StopAsync(CancellationToken.None);
        controller.Queue.ShouldSatisfyAllConditions(q => q.FailingCount.ShouldBe(0), q => q.DelayedCount.ShouldBe(0));
    }

    [Fact]
    public async Task Point28_FailingReconcile_KillsNoWorker()
    {
        _reconcile = (key, _) => key.Name == "bad" ? throw new InvalidCastException("bug") : Task.FromResult(ReconcileOutcome.Success);
        var queue = Run(new ControllerOptions { Workers = 1 }).Queue;
        queue.Add(new NamespacedName("ns", "bad"));
        queue.Add(s_key);
        (await StartedAsync()).Name.ShouldBe("bad");
        (await StartedAsync()).ShouldBe(s_key);
    }

    [Fact]
    public async Task Point28_Timeout_CancelsTheReconcileAndTriesAgain()
    {
        _reconcile = async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, ct);
            return ReconcileOutcome.Success;
        };
        var queue = Run(new ControllerOptions { ReconcileTimeout = TimeSpan.FromSeconds(30) }).Queue;
        queue.Add(s_key);
        await StartedAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        await _time.WaitForTimerAsync(due => due == TimeSpan.FromMilliseconds(5)).WaitAsync(s_patience);
        queue.NumRequeues(s_key).ShouldBe(1);
    }

    [Fact]
    public async Task Point29_Workers_RunDifferentKeysAtOnceButNeverOneTwice()
    {
        var now = new ConcurrentDictionary<NamespacedName, int>();
        var gate = new TaskCompletionSource();
        var overlap = false;
        _reconcile = async (key, _) =>
        {
            overlap |= now.AddOrUpdate(key, 1, (_, n) => n + 1) > 1;
            await gate.Task;
            now.AddOrUpdate(key, 0, (_, n) => n - 1);
            return ReconcileOutcome.Success;
        };
        var queue = Run(new ControllerOptions { Workers = 3 }).Queue;
        for (var i = 0; i < 3; i++)
            queue.Add(new NamespacedName("ns", $"key-{i}"));
        for (var i = 0; i < 3; i++)
            await StartedAsync();
        for (var i = 0; i < 3; i++)
            queue.Add(new NamespacedName("ns", $"key-{i}"));
        queue.Count.ShouldBe(0);
        gate.SetResult();
        for (var i = 0; i < 3; i++)
            await StartedAsync();
        overlap.ShouldBeFalse();
    }

    [Fact]
    public async Task Point26_Stop_LetsTheReconcileInWorkFinish()
    {
        var gate = new TaskCompletionSource();
        var finished = false;
        _reconcile = async (_, ct) =>
        {
            await gate.Task.WaitAsync(ct);
            finished = true;
            return ReconcileOutcome.Success;
        };
        var controller = Run();
        controller.Queue.Add(s_key);
        await StartedAsync();
        var stopped = controller.StopAsync(CancellationToken.None);
        stopped.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await stopped.WaitAsync(s_patience);
        finished.ShouldBeTrue();
    }

    [Fact]
    public async Task Point26_StopAfterGrace_CancelsTheReconcileInWork()
    {
        _reconcile = async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, ct);
            return ReconcileOutcome.Success;
        };
        var controller = Run();
        controller.Queue.Add(s_key);
        await StartedAsync();
        using var grace = new CancellationTokenSource();
        var stopped = controller.StopAsync(grace.Token);
        await grace.CancelAsync();
        await stopped.WaitAsync(s_patience);
        controller.Queue.FailingCount.ShouldBe(0, "a shutdown is not a failure");
    }

    [Fact]
    public async Task Point19_Workers_WaitForCachesAndGiveUpAfterTwoMinutes()
    {
        using var api = new FakeApi();
        api.ListFaults.Enqueue(FakeApi.Error(HttpStatusCode.Forbidden, "Forbidden"));
        using var stop = new CancellationTokenSource();
        var informer = new SharedInformer<V1ConfigMap>(api, time: _time);
        var informing = informer.RunAsync(stop.Token);
        using var controller = new Controller("c", Reconcile, time: _time);
        var running = controller.For(informer).RunAsync(stop.Token);
        controller.Queue.Add(s_key);

        await _time.WaitForTimerAsync(due => due == TimeSpan.FromMinutes(2)).WaitAsync(s_patience);
        _started.Reader.TryPeek(out _).ShouldBeFalse();
        api.ListFaults.Enqueue(FakeApi.Error(HttpStatusCode.Forbidden, "Forbidden"));
        for (var i = 0; i < 200; i++)
            api.ListFaults.Enqueue(FakeApi.Error(HttpStatusCode.Forbidden, "Forbidden"));
        _time.Advance(TimeSpan.FromMinutes(2));
        (await Should.ThrowAsync<TimeoutException>(running.WaitAsync(s_patience))).Message.ShouldContain("V1ConfigMap");
        await stop.CancelAsync();
        await informing.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Point20_CreateUpdateDelete_AllArriveAsTheKey()
    {
        using var api = new FakeApi();
        var informer = new SharedInformer<V1ConfigMap>(api, time: _time);
        var informing = informer.RunAsync(_stop.Token);
        _controller = new Controller("c", Reconcile, time: _time).For(informer);
        _running = Task.WhenAll(_controller.RunAsync(_stop.Token), informing);
        await api.WatchesAsync(1);

        api.Put(Caching.InformerFixture.Item("a"));
        (await StartedAsync()).ShouldBe(s_key);
        api.Put(Caching.InformerFixture.Item("a", "changed"));
        (await StartedAsync()).ShouldBe(s_key);
        api.Remove<V1ConfigMap>(s_key);
        (await StartedAsync()).ShouldBe(s_key);
    }

    [Fact]
    public async Task Point25_InitialList_IsQueuedWithLowPriority()
    {
        using var api = new FakeApi();
        api.Put(Caching.InformerFixture.Item("a"));
        var informer = new SharedInformer<V1ConfigMap>(api, time: _time);
        var informing = informer.RunAsync(_stop.Token);
        _controller = new Controller("c", Reconcile, time: _time).For(informer);
        await informer.WaitForSyncAsync(TestContext.Current.CancellationToken);
        (await _controller.Queue.GetAsync(TestContext.Current.CancellationToken))!.Value.Priority.ShouldBe(QueuePriority.Low);
        await _stop.CancelAsync();
        await informing.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Point32_EveryRun_CarriesItsOwnIdInTheActivity()
    {
        var traces = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Kubernetes.Runtime",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("controller"), "traced"))
                    traces.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var controller = Run(name: "traced");
        controller.Queue.Add(s_key);
        await StartedAsync();
        controller.Queue.Add(s_key);
        await StartedAsync();
        await controller.StopAsync(CancellationToken.None);

        traces.Count.ShouldBe(2);
        traces.ShouldAllBe(t => Equals(t.GetTagItem("name"), "a") && Equals(t.GetTagItem("namespace"), "ns"));
        traces.Select(t => t.GetTagItem("reconcileId")).Distinct().Count().ShouldBe(2);
    }

    private Controller Run(ControllerOptions? options = null, double random = 1, string name = "test")
    {
        options ??= new ControllerOptions();
        _controller = new Controller(name, Reconcile, options with { Queue = new WorkQueueOptions { Randomness = () => random } }, _time);
        _running = _controller.RunAsync(_stop.Token);
        return _controller;
    }

    private Task<ReconcileOutcome> Reconcile(NamespacedName key, CancellationToken cancellationToken)
    {
        _started.Writer.TryWrite(key);
        return _reconcile(key, cancellationToken);
    }

    private async Task<NamespacedName> StartedAsync() => await _started.Reader.ReadAsync().AsTask().WaitAsync(s_patience);
}
