using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using Kubernetes.Runtime.Queue;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime.Queue;

public sealed class WorkQueueSoakTests
{
    [Fact]
    public async Task Queue_AHundredThousandKeysFiveTimes_KeepsNothingBehind()
    {
        var time = new ManualTimeProvider();
        using var queue = new WorkQueue<int>(new WorkQueueOptions { RetriesPerSecond = 1e9, RetryBurst = int.MaxValue }, time);
        long after = 0;
        for (var round = 0; round < 5; round++)
        {
            for (var key = 0; key < 100_000; key++)
            {
                queue.Add(key);
                queue.AddAfter(key, TimeSpan.FromSeconds(key));
            }

            while (queue.Count > 0)
            {
                var item = await queue.GetAsync(TestContext.Current.CancellationToken);
                queue.AddRateLimited(item!.Value.Key);
                queue.Forget(item.Value.Key);
                queue.Done(item.Value.Key);
            }

            time.Advance(TimeSpan.FromDays(2));
            while (queue.Count > 0)
                queue.Done((await queue.GetAsync(TestContext.Current.CancellationToken))!.Value.Key);
            queue.FailingCount.ShouldBe(0);
            queue.DelayedCount.ShouldBe(0);
            var used = GC.GetTotalMemory(forceFullCollection: true);
            if (round == 1)
                after = used;
            if (round > 1)
                used.ShouldBeLessThan(after + (4 * 1024 * 1024), "capacity is reused, nothing is added per round");
        }
    }

    [Fact]
    public async Task Reconcile_ManyTimes_AllocatesABoundedAmountEach()
    {
        const int Runs = 50_000;
        var left = Runs;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Controller? controller = null;
        using (controller = new Controller("soak", (key, _) =>
        {
            if (--left == 0)
                done.TrySetResult();
            else
                controller!.Queue.Add(key);
            return Task.FromResult(ReconcileOutcome.Success);
        }, new ControllerOptions { Workers = 1 }))
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            controller.Queue.Add(new NamespacedName("ns", "a"));
            var running = controller.RunAsync(CancellationToken.None);
            await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await controller.StopAsync(CancellationToken.None);
            await running;
            ((GC.GetTotalAllocatedBytes(precise: true) - before) / Runs).ShouldBeLessThan(8 * 1024);
        }
    }
}
