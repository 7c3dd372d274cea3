namespace Kubernetes.Runtime.Queue;

/// <summary>Priorities used by the runtime; higher comes first.</summary>
public static class QueuePriority
{
    /// <summary>A real change.</summary>
    public const int Normal = 0;

    /// <summary>Initial list and resync: thousands of unchanged objects must not delay a user's edit after a restart.</summary>
    public const int Low = -100;
}
