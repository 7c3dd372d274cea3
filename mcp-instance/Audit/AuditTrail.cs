using System.Text.Json.Nodes;
using McpTenants.Audit.Storage;

namespace McpTenants.Audit;

/// <summary>
/// The trail of one tenant. Records wait in a queue for one writer at a time, which takes all that wait and flushes once: with one caller a record costs one
/// flush, with a hundred hardly more.
/// </summary>
public sealed class AuditTrail : IAuditTrail, IAsyncDisposable
{
    private const int MaximumText = 128;

    private readonly AuditFolder folder;
    private readonly string keyFile;
    private readonly TimeProvider time;
    private readonly AuditWriterOptions options;
    private readonly Action<Exception> failing;
    private readonly Lock gate = new();
    // Invariant: while isCommitting, exactly one commit loop runs and it alone touches writer, lost and lastExpiry.
    private List<Waiting> queue = [];
    private bool isCommitting;
    private Task committing = Task.CompletedTask;
    private bool isDisposed;
    private AuditWriter? writer;
    private PseudonymKey? key;
    private long lost;
    private long? lastExpiry;
    private volatile bool isWritable;

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
    }

    /// <summary>Whose trail it is and what the tenant wants of it; to be set before the first record, and may be replaced at any time.</summary>
    public AuditPolicy Policy { get; set; } = new() { Tenant = "" };

    /// <summary>Numbers for metrics.</summary>
    public AuditCounters Counters { get; } = new();

    internal AuditFolder Folder => folder;

    /// <summary>The folder of the trail on a volume.</summary>
    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, "audit");

    /// <inheritdoc/>
    public Task EnsureWritableAsync(CancellationToken cancellationToken) =>
        isWritable || !Policy.FailClosed ? Task.CompletedTask : EnqueueAsync(null, cancellationToken);

    /// <inheritdoc/>
    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return EnqueueAsync(entry, cancellationToken);
    }

    /// <summary>Writes what waits and ends the epoch in good order. Records that come later are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
            isDisposed = true;
        await committing.ConfigureAwait(false);
        writer?.Dispose();
        writer = null;
    }

    private Task EnqueueAsync(AuditEntry? entry, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(entry);
        lock (gate)
        {
            if (isDisposed)
                return Task.FromException(new AuditUnavailableException());
            queue.Add(waiting);
            if (!isCommitting)
            {
                isCommitting = true;
                committing = Task.Run(CommitAll, CancellationToken.None);
            }
        }
        // Whoever leaves gets no answer, but the record of the call stays in the queue.
        return waiting.Done.Task.WaitAsync(cancellationToken);
    }

    private void CommitAll()
    {
        while (true)
        {
            List<Waiting> batch;
            lock (gate)
            {
                if (queue.Count == 0)
                {
                    isCommitting = false;
                    return;
                }
                (batch, queue) = (queue, []);
            }
            Commit(batch);
        }
    }

    private void Commit(List<Waiting> batch)
    {
        var entries = batch.Where(w => w.Entry is not null).ToList();
        try
        {
            key ??= PseudonymKey.LoadOrCreate(keyFile);
            writer ??= AuditWriter.Open(folder, Policy.Tenant, key.Id, options, time);
            if (writer.IsFull)
                writer.TryRotate();
            var records = entries.ConvertAll(w => ToRecord(w.Entry!, key));
            if (lost > 0)
                records.Insert(0, new JsonObject { ["event"] = AuditEvents.Gap, ["lost"] = lost });
            if (records.Count > 0)
                Counters.Wrote(entries.Count, writer.Append(records));
            lost = 0;
            isWritable = !writer.IsFull;
            foreach (var waiting in batch)
            {
                if (waiting.Entry is null && writer.IsFull && Policy.FailClosed)
                    waiting.Done.TrySetException(new AuditUnavailableException());
                else
                    waiting.Done.TrySetResult();
            }
            Expire(writer);
        }
        catch (Exception e)
        {
            // Not only I/O: a defect must not leave callers waiting for ever, nor let them pass without a record.
            Fail(batch, e);
        }
    }

    private void Fail(List<Waiting> batch, Exception cause)
    {
        isWritable = false;
        writer?.Abandon();
        writer = null;
        failing(cause);
        var isClosed = Policy.FailClosed;
        // Also when closed: the answer is withheld, but what the call did is done. Those that were answered already are on disk.
        var unrecorded = batch.Count(w => w.Entry is not null && !w.Done.Task.IsCompleted);
        Counters.Failed(unrecorded);
        lost += unrecorded;
        foreach (var waiting in batch)
        {
            if (isClosed)
                waiting.Done.TrySetException(new AuditUnavailableException(cause));
            else
                waiting.Done.TrySetResult();
        }
    }

    private void Expire(AuditWriter open)
    {
        if (lastExpiry is { } last && time.GetElapsedTime(last) < options.RetentionInterval)
            return;
        lastExpiry = time.GetTimestamp();
        open.Expire(Policy.Retention);
    }

    private static JsonObject ToRecord(AuditEntry entry, PseudonymKey key)
    {
        var record = new JsonObject
        {
            ["event"] = entry.Event,
            ["ms"] = Math.Round(entry.Duration.TotalMilliseconds, 3),
            ["outcome"] = Bounded(entry.Outcome),
            ["tool"] = Bounded(entry.Tool),
        };
        if (!string.IsNullOrEmpty(entry.Subject))
            record["caller"] = key.Pseudonym(entry.Subject);
        if (entry.Arguments is { } arguments)
            record["args"] = key.Digest(arguments);
        if (!string.IsNullOrEmpty(entry.Correlation))
            record["correlation"] = Bounded(entry.Correlation);
        if (!string.IsNullOrEmpty(entry.Credential))
            record["credential"] = Bounded(entry.Credential);
        if (!string.IsNullOrEmpty(entry.Target))
            record["target"] = Bounded(entry.Target);
        return record;
    }

    private static string Bounded(string text) => text.Length <= MaximumText ? text : text[..MaximumText];

    private sealed record Waiting(AuditEntry? Entry)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
