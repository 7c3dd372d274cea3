using k8s;
using k8s.Autorest;
using Kubernetes.Runtime.Metrics;
using Kubernetes.Runtime.Queue;
using Kubernetes.Runtime.Retry;
using Microsoft.Extensions.Logging;

namespace Kubernetes.Runtime.Controllers;

/// <summary>One reconcile of one key: scope, deadline, and what its outcome means for the queue. Never throws but for a cancelled stop.</summary>
internal sealed class ReconcileRunner(
    string controller,
    Func<NamespacedName, CancellationToken, Task<ReconcileOutcome>> reconcile,
    Func<NamespacedName, long?> generation,
    WorkQueue<NamespacedName> queue,
    ControllerOptions options,
    TimeProvider time,
    ILogger log)
{
    private const double RequeueSpread = 0.1;
    private readonly ControllerMetrics _metrics = new(controller);

    public async Task RunAsync(WorkItem<NamespacedName> item, CancellationToken stopping)
    {
        using var trace = ReconcileTrace.Start(controller, item.Key, generation(item.Key), log);
        using var deadline = new CancellationTokenSource(options.ReconcileTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, deadline.Token);
        var started = time.GetTimestamp();
        _metrics.Began();
        var result = ReconcileResult.Cancelled;
        try
        {
            var outcome = await reconcile(item.Key, either.Token).ConfigureAwait(false);
            result = Settle(item, outcome);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Shutdown is not a failure of this object.
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            result = ReconcileResult.TimedOut;
            ControllerLog.TimedOut(log, controller, item.Key, options.ReconcileTimeout);
            queue.AddRateLimited(item.Key, item.Priority);
        }
        catch (Exception failure)
        {
            result = Settle(item, failure is TerminalException ? ReconcileOutcome.Terminal(failure) : ReconcileOutcome.Failed(failure));
        }
        finally
        {
            trace.End(result);
            _metrics.Ended(result, time.GetElapsedTime(started));
        }
    }

    private ReconcileResult Settle(WorkItem<NamespacedName> item, ReconcileOutcome outcome)
    {
        switch (outcome)
        {
            case { Error: { } error, IsTerminal: true }:
                queue.Forget(item.Key);
                ControllerLog.Terminal(log, error, controller, item.Key);
                return ReconcileResult.Terminal;

            case { Error: HttpOperationException conflict } when conflict.IsConflict():
                // Somebody was faster; the next run starts from the newer state. Normal enough not to be an error in the log.
                queue.AddRateLimited(item.Key, item.Priority);
                ControllerLog.Conflict(log, controller, item.Key, conflict.Message);
                return ReconcileResult.Failed;

            case { Error: { } error }:
                queue.AddRateLimited(item.Key, item.Priority);
                ControllerLog.Failed(log, error, controller, item.Key, queue.NumRequeues(item.Key));
                return ReconcileResult.Failed;

            case { RequeueAfter: { } after }:
                queue.Forget(item.Key);
                queue.AddAfter(item.Key, Backoff.Spread(after, RequeueSpread, options.Queue.Randomness()), item.Priority);
                return ReconcileResult.Requeued;

            default:
                queue.Forget(item.Key);
                return ReconcileResult.Succeeded;
        }
    }
}
