using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using k8s.Models;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;
using Kubernetes.Runtime.Metrics;
using Kubernetes.Tests.Runtime.Fakes;

namespace Kubernetes.Tests.Runtime.Metrics;

public sealed class RuntimeMetricsTests
{
    [Fact]
    public async Task Point53_Instruments_TellWhatHappened()
    {
        var seen = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == RuntimeMetrics.MeterName)
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        listener.Start();

        using var api = new FakeApi();
        using var stop = new CancellationTokenSource();
        api.Put(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "ns" } });
        var informer = new SharedInformer<V1ServiceAccount>(api);
        var informing = informer.RunAsync(stop.Token);
        await informer.WaitForSyncAsync(TestContext.Current.CancellationToken);
        await api.WatchesAsync(1);

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var block = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var controller = new Controller("measured", async (key, _) =>
        {
            if (key.Name == "bad")
                throw new TerminalException("no");
            done.TrySetResult();
            await block.Task;
            return ReconcileOutcome.Success;
        });
        controller.Queue.Add(new NamespacedName("bad"));
        controller.Queue.Add(new NamespacedName("good"));
        var running = controller.RunAsync(stop.Token);
        await done.Task.WaitAsync(TimeSpan.FromSeconds(20));
        listener.RecordObservableInstruments();
        seen.ShouldContainKey("workqueue_longest_running_processor_seconds measured");
        block.SetResult();
        await controller.StopAsync(CancellationToken.None);
        await stop.CancelAsync();
        await Task.WhenAll(running, informing).WaitAsync(TimeSpan.FromSeconds(20));

        seen["workqueue_adds_total measured"].ShouldBe(2);
        seen["workqueue_depth measured"].ShouldBe(0);
        seen["controller_runtime_reconcile_total measured"].ShouldBe(2);
        seen["controller_runtime_terminal_reconcile_errors_total measured"].ShouldBe(1);
        seen["controller_runtime_active_workers measured"].ShouldBe(0);
        seen.ShouldContainKey("workqueue_queue_duration_seconds measured");
        seen.ShouldContainKey("workqueue_work_duration_seconds measured");
        seen.ShouldContainKey("controller_runtime_reconcile_time_seconds measured");
        seen["reflector_lists_total V1ServiceAccount"].ShouldBe(1);
        seen["reflector_watches_total V1ServiceAccount"].ShouldBe(1);
        seen["reflector_store_size V1ServiceAccount"].ShouldBe(0, "one was added when listed and taken away at the end");

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var who = tags.Length > 0 ? tags[0].Value : null;
            seen.AddOrUpdate($"{instrument.Name} {who}", value, (_, sum) => sum + value);
        }
    }
}
