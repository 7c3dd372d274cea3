namespace Kubernetes.Runtime.Controllers;

/// <summary>How a reconcile ended, for metrics and traces.</summary>
internal enum ReconcileResult
{
    Succeeded,
    Requeued,
    Failed,
    Terminal,
    TimedOut,

    /// <summary>The process stops or lost the lease.</summary>
    Cancelled,
}
