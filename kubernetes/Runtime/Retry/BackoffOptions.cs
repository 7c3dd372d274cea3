namespace Kubernetes.Runtime.Retry;

/// <summary>Delays between attempts to reach the API server; the defaults are those of the client-go reflector.</summary>
public sealed record BackoffOptions
{
    /// <summary>Bound of the first delay. <value>The default value is 0.8 s.</value></summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Bound of every later delay. <value>The default value is 30 s.</value></summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time without a failure after which the next one starts at <see cref="First"/> again. <value>The default value is 2 min.</value></summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(2);
}
