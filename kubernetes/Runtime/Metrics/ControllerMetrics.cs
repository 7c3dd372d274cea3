using System.Diagnostics.Metrics;
using Kubernetes.Runtime.Controllers;

namespace Kubernetes.Runtime.Metrics;

/// <summary>Instruments of all controllers; the tag <c>controller</c> tells them apart.</summary>
internal sealed class ControllerMetrics(string controller)
{
    private static readonly Counter<long> s_total =
        RuntimeMetrics.Meter.CreateCounter<long>("controller_runtime_reconcile_total", description: "Reconciles by result.");
    private static readonly Counter<long> s_errors =
        RuntimeMetrics.Meter.CreateCounter<long>("controller_runtime_reconcile_errors_total", description: "Failed reconciles that are tried again.");
    private static readonly Counter<long> s_terminal =
        RuntimeMetrics.Meter.CreateCounter<long>("controller_runtime_terminal_reconcile_errors_total", description: "Reconciles that failed for good.");
    private static readonly Counter<long> s_timeouts =
        RuntimeMetrics.Meter.CreateCounter<long>("controller_runtime_reconcile_timeouts_total", description: "Reconciles cancelled at their deadline.");
    private static readonly Histogram<double> s_time =
        RuntimeMetrics.Meter.CreateHistogram<double>("controller_runtime_reconcile_time_seconds", "s", "Length of a reconcile.");
    private static readonly UpDownCounter<int> s_active =
        RuntimeMetrics.Meter.CreateUpDownCounter<int>("controller_runtime_active_workers", description: "Reconciles at this moment.");

    private readonly KeyValuePair<string, object?> _controller = RuntimeMetrics.Tag("controller", controller);

    public void Began() => s_active.Add(1, _controller);

    public void Ended(ReconcileResult result, TimeSpan took)
    {
        s_active.Add(-1, _controller);
        s_total.Add(1, _controller, RuntimeMetrics.Tag("result", Name(result)));
        s_time.Record(took.TotalSeconds, _controller);
        if (result == ReconcileResult.Failed)
            s_errors.Add(1, _controller);
        if (result == ReconcileResult.Terminal)
            s_terminal.Add(1, _controller);
        if (result == ReconcileResult.TimedOut)
            s_timeouts.Add(1, _controller);
    }

    private static string Name(ReconcileResult result) => result switch
    {
        ReconcileResult.Succeeded => "success",
        ReconcileResult.Requeued => "requeue_after",
        ReconcileResult.Failed => "error",
        ReconcileResult.Terminal => "terminal_error",
        ReconcileResult.TimedOut => "timeout",
        _ => "cancelled",
    };
}
