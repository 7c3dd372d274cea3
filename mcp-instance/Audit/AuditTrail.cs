using System.Text.Json.Nodes;
using McpTenants.Audit.Chain;
using McpTenants.Audit.Storage;

namespace McpTenants.Audit;

/// <summary>
/// The trail of one tenant. Callers write their own records, one after the other; while the files have to be opened first, records wait in a queue. Whoever must
/// not be answered before the record is on disk waits for a flush, which all share that wait at the time; all others are flushed soon.
/// </summary>
public sealed class AuditTrail : IAuditTrail, IAsyncDisposable
{
    private static readonly Task<bool> Written = Task.FromResult(true);

    private readonly AuditFolder folder;
    private readonly string keyFile;
    private readonly TimeProvider time;
    private readonly AuditWriterOptions options;
    private readonly Action<Exception> failing;
    private readonly GroupFlush flushes;
    private readonly Lock gate = new();
    private List<Waiting> queue = [];
    private bool isCommitting;
    private volatile bool isDisposed;
    private TaskCompletionSource? idle;
    // Where both are held, committing comes first. Invariant: only who holds it changes what follows.
    private readonly Lock committing = new();
    private volatile AuditWriter? writer;
    private PseudonymKey? key;
    private long lost;
    private long last;
    private long? lastExpiry;
    private bool isDoubtful;

    /// <summary>Nothing is read or written before the first record.</summary>
    /// <param name="dataFolder">The tenant's volume; the trail lives in its folder <c>audit</c>, the key beside that.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failing">Told why records cannot be written, for the log.</param>
    public AuditTrail(string dataFolder, TimeProvider time, Action<Exception> failing)
        : this(dataFolder, time, failing, new AuditWriterOptions())
    {
    }

    internal AuditTrail(string dataFolder, TimeProvider time, Action<Exception> failing, AuditWriterOptions options)
    {
        folder = new AuditFolder(FolderIn(dataFolder));
        keyFile = Path.Combine(dataFolder, "audit.key");
        (this.time, this.failing, this.options) = (time, failing, options);
        flushes = new GroupFlush(Flush, time, options.FlushInterval);
    }

    /// <summary>Whose trail it is and what the tenant wants of it; to be set before the first record, and may be replaced at any time.</summary>
    public AuditPolicy Policy { get; set; } = new() { Tenant = "" };

    /// <summary>Numbers for metrics.</summary>
    public AuditCounters Counters { get; } = new();

    internal AuditFolder Folder => folder;

    private bool IsWritable => writer is { HasFailed: false, IsFull: false };

    /// <summary>The folder of the trail on a volume.</summary>
    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, "audit");

    /// <inheritdoc/>
    public Task EnsureWritableAsync(CancellationToken cancellationToken) =>
        IsWritable || !Policy.FailClosed ? Task.CompletedTask : EnqueueAsync(null, cancellationToken);

    /// <inheritdoc/>
    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var appended = TryCommit(entry, out var written) ? written : EnqueueAsync(entry, cancellationToken);
        return Policy.MustFlush(entry) ? FlushAsync(appended, cancellationToken) : appended;
    }

    /// <summary>Writes and flushes what waits and ends the epoch in good order. Records that come later are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            isDisposed = true;
            idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!isCommitting)
                idle.SetResult();
        }
        await idle.Task.ConfigureAwait(false);
        await flushes.DisposeAsync().ConfigureAwait(false);
        lock (committing)
        {
            writer?.Dispose();
            writer = null;
        }
    }

    private async Task FlushAsync(Task<bool> appended, CancellationToken cancellationToken)
    {
        if (!await appended.ConfigureAwait(false) || await flushes.NowAsync().WaitAsync(cancellationToken).ConfigureAwait(false) is not { } failure)
            return;
        Counters.Failed(1);
        if (Policy.FailClosed)
            throw new AuditUnavailableException(failure);
    }

    private void Flush()
    {
        // Without a writer the last one has failed, and whether it had flushed is not known.
        var open = writer ?? throw new IOException("The trail is not open.");
        try
        {
            open.Flush();
        }
        catch (Exception e)
        {
            failing(e);
            throw;
        }
    }

    /// <summary>Gives whether the record was written: where the policy is to go on, a loss is no exception.</summary>
    private Task<bool> EnqueueAsync(AuditEntry? entry, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(entry);
        lock (gate)
        {
            if (isDisposed)
                return Task.FromException<bool>(new AuditUnavailableException());
            queue.Add(waiting);
            if (!isCommitting)
            {
                isCommitting = true;
                _ = Task.Run(CommitNext, CancellationToken.None);
            }
        }
        // Whoever leaves gets no answer, but the record of the call stays in the queue.
        return waiting.Done.Task.WaitAsync(cancellationToken);
    }

    // Handing bytes to an open file takes microseconds: less than another thread would take to wake, also with some callers before this one.
    private bool TryCommit(AuditEntry entry, out Task<bool> written)
    {
        written = Written;
        if (!IsWritable)
            return false;
        // Before the lock, because it takes as long as all that needs one.
        EntryDigests digests;
        try
        {
            digests = EntryDigests.Of(entry, key!);
        }
        catch
        {
            return false; // A defect; the queue fails the same way and counts what it could not record.
        }
        lock (committing)
        {
            if (isDisposed || lost > 0 || writer is not { HasFailed: false, IsFull: false } open)
                return false;
            var isWritten = false;
            try
            {
                Counters.Wrote(1, open.Append(entry, digests));
                (isWritten, last) = (true, open.Sequence);
                flushes.Soon();
                Expire(open);
            }
            catch (Exception e)
            {
                // Not only I/O, as in a batch.
                var waiting = new Waiting(entry);
                if (isWritten)
                    waiting.Done.SetResult(true);
                Fail([waiting], e);
                written = waiting.Done.Task;
            }
            return true;
        }
    }

    // Opening files takes milliseconds, and who waits for that keeps no thread.
    private void CommitNext()
    {
        List<Waiting> batch;
        lock (gate)
            (batch, queue) = (queue, []);
        lock (committing)
            Commit(batch);
        lock (gate)
        {
            isCommitting = queue.Count > 0;
            if (!isCommitting)
            {
                idle?.TrySetResult();
                return;
            }
        }
        _ = Task.Run(CommitNext, CancellationToken.None);
    }

    private void Commit(List<Waiting> batch)
    {
        var entries = batch.Select(w => w.Entry).OfType<AuditEntry>().ToList();
        try
        {
            var open = Open();
            if (open.IsFull)
                open.TryRotate();
            var gap = lost > 0 ? new JsonObject { ["event"] = AuditEvents.Gap, ["lost"] = lost } : null;
            if (gap is not null || entries.Count > 0)
            {
                Counters.Wrote(entries.Count, open.Append(gap, entries, key!));
                flushes.Soon();
            }
            (lost, last) = (0, open.Sequence);
            foreach (var waiting in batch)
            {
                if (waiting.Entry is null && open.IsFull && Policy.FailClosed)
                    waiting.Done.TrySetException(new AuditUnavailableException());
                else
                    waiting.Done.TrySetResult(true);
            }
            Expire(open);
        }
        catch (Exception e)
        {
            // Not only I/O: a defect must not leave callers waiting for ever, nor let them pass without a record.
            Fail(batch, e);
        }
    }

    private AuditWriter Open()
    {
        if (writer is { HasFailed: false } open)
            return open;
        // A flush may have failed since the last record.
        LetGo();
        key ??= PseudonymKey.LoadOrCreate(keyFile);
        var opened = AuditWriter.Open(folder, Policy.Tenant, key.Id, options, isDoubtful, time);
        isDoubtful = false;
        // What was handed to the kernel and is not there any more.
        lost += Math.Max(0, last - opened.Before);
        last = opened.Sequence;
        return writer = opened;
    }

    private void LetGo()
    {
        if (writer is null)
            return;
        // What failed may have been a flush.
        isDoubtful = true;
        writer.Abandon();
        writer = null;
    }

    private void Fail(List<Waiting> batch, Exception cause)
    {
        LetGo();
        isDoubtful = true; // Also where a new writer could not be opened: its first flush may be what failed.
        failing(cause);
        var isClosed = Policy.FailClosed;
        // Also when closed: the answer is withheld, but what the call did is done. Those that were answered already are written.
        var unrecorded = batch.Count(w => w.Entry is not null && !w.Done.Task.IsCompleted);
        Counters.Failed(unrecorded);
        lost += unrecorded;
        foreach (var waiting in batch)
        {
            if (isClosed)
                waiting.Done.TrySetException(new AuditUnavailableException(cause));
            else
                waiting.Done.TrySetResult(false);
        }
    }

    private void Expire(AuditWriter open)
    {
        if (lastExpiry is { } last && time.GetElapsedTime(last) < options.RetentionInterval)
            return;
        lastExpiry = time.GetTimestamp();
        open.Expire(Policy.Retention);
    }

    private sealed record Waiting(AuditEntry? Entry)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
