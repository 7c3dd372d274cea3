namespace Kubernetes.Runtime.Queue;

/// <summary>Retry behaviour of a <see cref="WorkQueue{TKey}"/>.</summary>
public sealed record WorkQueueOptions
{
    /// <summary>Name in metrics. <value>The default value is <c>queue</c>.</value></summary>
    public string Name { get; init; } = "queue";

    /// <summary>Bound of a key's first retry delay; doubles with each failure. <value>The default value is 5 ms.</value></summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Bound of every retry delay; there is no maximum number of retries. <value>The default value is 5 min.</value></summary>
    public TimeSpan MaxRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Retries per second over all keys. <value>The default value is 10.</value></summary>
    public double RetriesPerSecond { get; init; } = 10;

    /// <summary>Retries that may happen at once over all keys. <value>The default value is 100.</value></summary>
    public int RetryBurst { get; init; } = 100;

    /// <summary>Numbers in [0, 1) for jitter. <value>The default value is <see cref="Random.Shared"/>.</value></summary>
    public Func<double> Randomness { get; init; } = Random.Shared.NextDouble;
}
