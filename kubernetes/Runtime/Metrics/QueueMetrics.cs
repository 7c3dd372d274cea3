using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Kubernetes.Runtime.Metrics;

/// <summary>Instruments of all work queues; the tag <c>name</c> tells them apart.</summary>
internal sealed class QueueMetrics(string queue)
{
    private static readonly UpDownCounter<int> s_depth =
        RuntimeMetrics.Meter.CreateUpDownCounter<int>("workqueue_depth", description: "Keys ready and not yet taken.");
    private static readonly Counter<long> s_adds = RuntimeMetrics.Meter.CreateCounter<long>("workqueue_adds_total", description: "Keys that became ready.");
    private static readonly Counter<long> s_retries = RuntimeMetrics.Meter.CreateCounter<long>("workqueue_retries_total", description: "Rate-limited adds.");
    private static readonly Histogram<double> s_wait =
        RuntimeMetrics.Meter.CreateHistogram<double>("workqueue_queue_duration_seconds", "s", "From ready to taken.");
    private static readonly Histogram<double> s_work =
        RuntimeMetrics.Meter.CreateHistogram<double>("workqueue_work_duration_seconds", "s", "From taken to done.");

    // Weak, so that a queue somebody forgets to dispose is not kept alive by its own metric.
    private static readonly ConditionalWeakTable<IQueueGauge, QueueMetrics> s_live = [];

    static QueueMetrics()
    {
        RuntimeMetrics.Meter.CreateObservableGauge("workqueue_longest_running_processor_seconds", () => Observe(g => g.Running().Longest), "s",
            "Age of the oldest key being worked on.");
        RuntimeMetrics.Meter.CreateObservableGauge("workqueue_unfinished_work_seconds", () => Observe(g => g.Running().Total), "s",
            "Sum of the ages of all keys being worked on.");
    }

    private readonly KeyValuePair<string, object?> _name = RuntimeMetrics.Tag("name", queue);

    public void Track(IQueueGauge gauge) => s_live.Add(gauge, this);

    public static void Untrack(IQueueGauge gauge) => s_live.Remove(gauge);

    public void Added()
    {
        s_adds.Add(1, _name);
        s_depth.Add(1, _name);
    }

    public void Taken(TimeSpan waited)
    {
        s_depth.Add(-1, _name);
        s_wait.Record(waited.TotalSeconds, _name);
    }

    public void Dropped(int count) => s_depth.Add(-count, _name);

    public void Finished(TimeSpan worked) => s_work.Record(worked.TotalSeconds, _name);

    public void Retried() => s_retries.Add(1, _name);

    private static IEnumerable<Measurement<double>> Observe(Func<IQueueGauge, TimeSpan> read)
        => [.. s_live.Select(live => new Measurement<double>(read(live.Key).TotalSeconds, live.Value._name))];
}
