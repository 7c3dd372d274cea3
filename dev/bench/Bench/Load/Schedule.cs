using System.Diagnostics;

namespace McpTenants.Bench.Load;

/// <summary>Hands out the due times of requests to all workers of one run.</summary>
/// <param name="perSecond">Requests per second; infinite for a closed loop.</param>
/// <param name="duration">When the last request is handed out.</param>
internal sealed class Schedule(double perSecond, TimeSpan duration)
{
    private long _start;
    private long _next = -1;

    /// <summary>Time since <see cref="Start"/>.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Starts the clock.</summary>
    public void Start() => _start = Stopwatch.GetTimestamp();

    /// <summary>
    /// Waits until the caller's next request is due. The timestamp to count latency from is the due time if the caller came
    /// late (it was waiting for a slow answer), else now: a timer that fires late is the generator's fault, not the server's.
    /// </summary>
    /// <returns>Null when the run is over.</returns>
    public async ValueTask<long?> NextAsync(CancellationToken cancellationToken)
    {
        if (double.IsInfinity(perSecond))
            return Elapsed < duration ? Stopwatch.GetTimestamp() : null;
        var due = TimeSpan.FromSeconds(Interlocked.Increment(ref _next) / perSecond);
        if (due >= duration)
            return null;
        var wait = due - Elapsed;
        if (wait <= TimeSpan.Zero)
            return _start + (long)(due.TotalSeconds * Stopwatch.Frequency);
        await Task.Delay(wait, TimeProvider.System, cancellationToken);
        return Stopwatch.GetTimestamp();
    }
}
