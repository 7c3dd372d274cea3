namespace Kubernetes.Runtime.Hosting;

/// <summary>Start and stop of an operator process.</summary>
public sealed class OperatorHostOptions
{
    /// <summary>How long the first lists may take. <value>The default value is 2 min.</value></summary>
    public TimeSpan CacheSyncTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long reconciles in work may go on after a stop was asked for; less than the pod's grace period. <value>The default value is 20 s.</value></summary>
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(20);
}
