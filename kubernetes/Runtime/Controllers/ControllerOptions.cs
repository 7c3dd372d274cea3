using Kubernetes.Runtime.Queue;

namespace Kubernetes.Runtime.Controllers;

/// <summary>How a <see cref="Controller"/> works.</summary>
public sealed record ControllerOptions
{
    /// <summary>Reconciles at the same time, each of another object. <value>The default value is 4.</value></summary>
    public int Workers { get; init; } = 4;

    /// <summary>After this a reconcile is cancelled and tried again. <value>The default value is 2 min.</value></summary>
    public TimeSpan ReconcileTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the first lists may take; after that the process should restart visibly. <value>The default value is 2 min.</value></summary>
    public TimeSpan CacheSyncTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>One event that maps to more keys than this is logged, and its keys are queued with low priority. <value>The default value is 100.</value></summary>
    public int LargeFanOut { get; init; } = 100;

    /// <summary>Retry behaviour; the name is replaced by that of the controller. <value>The default value is <see cref="WorkQueueOptions"/>'s.</value></summary>
    public WorkQueueOptions Queue { get; init; } = new();
}
