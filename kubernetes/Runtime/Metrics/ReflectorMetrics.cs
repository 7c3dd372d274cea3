using System.Diagnostics.Metrics;

namespace Kubernetes.Runtime.Metrics;

/// <summary>Instruments of all reflectors. The namespace is no tag: there is one per tenant.</summary>
internal sealed class ReflectorMetrics(string kind, string? ns)
{
    private static readonly Counter<long> s_lists = RuntimeMetrics.Meter.CreateCounter<long>("reflector_lists_total", description: "Full lists, good or failed.");
    private static readonly Counter<long> s_watches = RuntimeMetrics.Meter.CreateCounter<long>("reflector_watches_total", description: "Watches started.");
    private static readonly Histogram<double> s_list =
        RuntimeMetrics.Meter.CreateHistogram<double>("reflector_list_duration_seconds", "s", "From the first request to the filled store.");
    private static readonly UpDownCounter<int> s_size = RuntimeMetrics.Meter.CreateUpDownCounter<int>("reflector_store_size", description: "Objects in stores.");

    private readonly KeyValuePair<string, object?>[] _tags =
        [RuntimeMetrics.Tag("kind", kind), RuntimeMetrics.Tag("scope", ns is null ? "cluster" : "namespace")];

    private int _size;

    public void Listed(TimeSpan took, int size)
    {
        s_lists.Add(1, [.. _tags, RuntimeMetrics.Tag("result", "success")]);
        s_list.Record(took.TotalSeconds, _tags);
        StoreSize(size);
    }

    public void ListFailed() => s_lists.Add(1, [.. _tags, RuntimeMetrics.Tag("result", "error")]);

    public void WatchStarted() => s_watches.Add(1, _tags);

    public void StoreSize(int size) => s_size.Add(size - Interlocked.Exchange(ref _size, size), _tags);
}
