namespace McpTenants.Instance.Serving;

/// <summary>Counts requests under way and says no above the limit; no queue, because the gateway in front has one.</summary>
internal sealed class ConcurrencyGate
{
    private int active;

    public int Active => Volatile.Read(ref active);

    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref active) <= limit)
            return true;
        Interlocked.Decrement(ref active);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref active);
}
