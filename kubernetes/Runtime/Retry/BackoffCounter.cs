namespace Kubernetes.Runtime.Retry;

/// <summary>Counts consecutive failures of one loop and gives the next delay. Not thread-safe: one loop owns it.</summary>
/// <param name="options">Bounds.</param>
/// <param name="time">Monotonic clock.</param>
/// <param name="random">Numbers in [0, 1).</param>
public sealed class BackoffCounter(BackoffOptions options, TimeProvider time, Func<double> random)
{
    private long _lastFailure;

    /// <summary>Failures in a row, without a healthy period between them.</summary>
    public int Failures { get; private set; }

    /// <summary>Records a failure and returns how long to wait, never less than the server asked for.</summary>
    /// <param name="retryAfter">The server's <c>Retry-After</c>, if it sent one.</param>
    public TimeSpan Next(TimeSpan? retryAfter = null)
    {
        var now = time.GetTimestamp();
        if (Failures > 0 && time.GetElapsedTime(_lastFailure, now) >= options.ResetAfter)
            Failures = 0;
        _lastFailure = now;

        var delay = Backoff.FullJitter(Backoff.Exponential(options.First, options.Cap, Failures), random());
        Failures++;
        return retryAfter > delay ? retryAfter.Value : delay;
    }
}
