namespace McpTenants.Gateway.Lifecycle;

/// <summary>Counts the requests held by this replica. The bound is checked before taking; a few too many under a race do no harm.</summary>
internal sealed class WaitingBudget
{
    private int _held;

    public int Held => Volatile.Read(ref _held);

    public void Take() => Interlocked.Increment(ref _held);

    public void Return() => Interlocked.Decrement(ref _held);
}
