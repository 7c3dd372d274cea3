namespace Kubernetes.Runtime.Queue;

internal enum QueuePhase
{
    Open,

    /// <summary>Nothing new comes in; what is ready still goes out.</summary>
    Draining,

    Closed,
}
