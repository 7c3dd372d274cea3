namespace McpTenants.Instance.Limits;

/// <summary>
/// Counts the tool calls of the month so that the count survives sleep and crash. The file on the data volume is always ahead: calls are reserved there in
/// blocks and then counted in memory, so the disk is touched once per block. A clean stop writes the exact number; after a crash the rest of the block counts
/// as used. The error is therefore never in favour of more calls, and never larger than one block (a thousandth of the budget, at most 100 calls).
/// </summary>
internal sealed class MonthlyBudget(BudgetFile file, TimeProvider time) : IDisposable
{
    private const long LargestBlock = 100;

    private readonly Lock gate = new();
    private BudgetState? used;
    private long reserved;

    /// <summary>Counts one call, unless the budget is used up; then says when the next one begins.</summary>
    /// <param name="limit">Calls per month; null: counted but not limited.</param>
    public DateTimeOffset? TryTake(long? limit)
    {
        lock (gate)
        {
            var current = Current();
            if (current.Used >= limit)
                return current.Resets;
            used = current with { Used = current.Used + 1 };
            if (used.Used > reserved)
            {
                reserved = used.Used - 1 + Math.Clamp((limit ?? long.MaxValue) / 1000, 1, LargestBlock);
                // A full volume must not stop the tenant; until it can be written again, a restart forgets what came after.
                file.Write(used with { Used = reserved });
            }
            return null;
        }
    }

    /// <summary>The current month's count.</summary>
    public BudgetState Read()
    {
        lock (gate)
            return Current();
    }

    /// <summary>Gives back what was reserved and not used.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (used is not null && used.Used != reserved)
                file.Write(used);
        }
    }

    private BudgetState Current()
    {
        var now = time.GetUtcNow();
        if (used is null)
        {
            used = file.Read() ?? new BudgetState(BudgetState.PeriodOf(now), 0);
            reserved = used.Used;
        }
        var current = used.At(now);
        if (!ReferenceEquals(current, used))
            (used, reserved) = (current, 0);
        return current;
    }
}
