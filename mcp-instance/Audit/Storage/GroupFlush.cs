namespace McpTenants.Audit.Storage;

/// <summary>
/// Flushes for many at once: one flush runs, and all who come while it does share the next. Beside those who wait, a timer flushes what nobody waits for.
/// </summary>
internal sealed class GroupFlush(Action flush, TimeProvider time, TimeSpan interval) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private TaskCompletionSource<Exception?>? next;
    private Task<Exception?> last = Task.FromResult<Exception?>(null);
    private bool isRunning;
    private ITimer? timer;
    private int isArmed;

    /// <summary>Waits for a flush that begins after this call. Gives what went wrong, or null.</summary>
    public Task<Exception?> NowAsync()
    {
        lock (gate)
        {
            next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            last = next.Task;
            if (!isRunning)
            {
                isRunning = true;
                // On a thread of its own: a flush only waits, and the pool has few threads to answer calls with.
                _ = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            return last;
        }
    }

    /// <summary>Sees to it that a flush begins within the interval.</summary>
    public void Soon()
    {
        if (Interlocked.Exchange(ref isArmed, 1) != 0)
            return;
        timer ??= time.CreateTimer(static self => ((GroupFlush)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for the flush that runs; the caller adds nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (timer is not null)
            await timer.DisposeAsync().ConfigureAwait(false);
        await last.ConfigureAwait(false);
    }

    private void Fire()
    {
        // Disarmed first: a record that comes from now on may miss this flush and needs the next.
        Volatile.Write(ref isArmed, 0);
        _ = NowAsync();
    }

    private void Run()
    {
        while (true)
        {
            TaskCompletionSource<Exception?> waiting;
            lock (gate)
            {
                if (next is null)
                {
                    isRunning = false;
                    return;
                }
                (waiting, next) = (next, null);
            }
            try
            {
                flush();
                waiting.SetResult(null);
            }
            catch (Exception e)
            {
                waiting.SetResult(e);
            }
        }
    }
}
