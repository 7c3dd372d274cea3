namespace McpTenants.Instance.Limits;

/// <summary>
/// Counts the tool calls of the month so that the count survives sleep and crash. The file on the data volume is always ahead: calls are reserved there in
/// blocks and then counted in memory. The next calls are reserved while there are some left, so that none waits for the disk unless they come faster than
/// it writes. A clean stop writes the exact number; after a crash the rest of what was reserved counts as used. The error is therefore never in favour of
/// more calls, and never larger than one block (a thousandth of the budget, at most 1000 calls).
/// </summary>
internal sealed class MonthlyBudget(BudgetFile file, TimeProvider time) : IDisposable
{
    private const long LargestBlock = 1000;

    // Where both are held, gate comes first.
    private readonly Lock gate = new();
    private readonly Lock writing = new();
    private BudgetState? used;
    private BudgetState? written;
    private long reserved;
    private bool isReserving;
    private bool isClosed;

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
            var block = Math.Clamp((limit ?? long.MaxValue) / 1000, 1, LargestBlock);
            if (used.Used > reserved)
            {
                reserved = used.Used - 1 + block;
                Write(used with { Used = reserved });
            }
            else if (reserved - used.Used < block / 2 && !isReserving)
            {
                isReserving = true;
                var ahead = used with { Used = reserved + (block / 2) };
                // On a thread of its own: it waits for the disk, and the pool has few threads to answer calls with.
                _ = Task.Factory.StartNew(() => Reserve(ahead), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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
            lock (writing)
            {
                isClosed = true;
                if (used is not null && used.Used != reserved)
                    file.Write(used);
            }
        }
    }

    private void Reserve(BudgetState ahead)
    {
        Write(ahead);
        lock (gate)
        {
            isReserving = false;
            if (used!.Period == ahead.Period)
                reserved = Math.Max(reserved, ahead.Used);
        }
    }

    private void Write(BudgetState state)
    {
        lock (writing)
        {
            // A reservation that was overtaken, by a larger one, a new month or the end, must not take the file back.
            if (isClosed || (written is not null && (string.CompareOrdinal(state.Period, written.Period), state.Used).CompareTo((0, written.Used)) <= 0))
                return;
            // A full volume must not stop the tenant; until it can be written again, a restart forgets what came after.
            file.Write(state);
            written = state;
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
