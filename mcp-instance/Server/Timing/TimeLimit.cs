namespace McpTenants.Instance.Timing;

/// <summary>
/// A cancellation by the caller or by the clock, whichever comes first. A bare timer would not do: one that fires in the moment in which the work
/// ends cancels what is already disposed, on a thread where that ends the process.
/// </summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource clock;
    private readonly CancellationTokenSource either;

    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        clock = new CancellationTokenSource(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, caller);
    }

    public CancellationToken Token => either.Token;

    /// <summary>True once the time was up.</summary>
    public bool IsOver => clock.IsCancellationRequested;

    public void Dispose()
    {
        either.Dispose();
        clock.Dispose();
    }
}
