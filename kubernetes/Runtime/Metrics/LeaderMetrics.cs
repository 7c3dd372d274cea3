using System.Diagnostics.Metrics;

namespace Kubernetes.Runtime.Metrics;

/// <summary>Whether this process leads.</summary>
internal sealed class LeaderMetrics(string lease)
{
    private static readonly UpDownCounter<int> s_leading =
        RuntimeMetrics.Meter.CreateUpDownCounter<int>("leader_election_master_status", description: "1 while this process holds the lease.");

    private int _leading;

    public void Leading(bool leads)
    {
        var value = leads ? 1 : 0;
        s_leading.Add(value - Interlocked.Exchange(ref _leading, value), RuntimeMetrics.Tag("name", lease));
    }
}
