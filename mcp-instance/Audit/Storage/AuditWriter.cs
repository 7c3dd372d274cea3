using System.Buffers;
using System.Text.Json.Nodes;
using McpTenants.Audit.Chain;

namespace McpTenants.Audit.Storage;

/// <summary>
/// Writes one epoch of the chain. One caller at a time appends; flushing may run beside it. After any failure it must be let go and a new one opened: a failed
/// flush leaves unknown what is on disk (the kernel may drop what it could not write and report it once), and only reading the file again tells.
/// </summary>
internal sealed class AuditWriter : IDisposable
{
    private readonly AuditFolder folder;
    private readonly AuditWriterOptions options;
    private readonly TimeProvider time;
    private readonly string tenant;
    private readonly FileStream writerLock;
    // Held by whoever flushes: the kernel tells of a failure once, and whoever comes second on the same file would take silence for success.
    private readonly Lock flushing = new();
    private readonly ArrayBufferWriter<byte> lines = new(4096);
    private AuditSegment segment;
    private AuditFileName name;
    private ChainHead head;
    private volatile bool hasFailed;

    private AuditWriter(AuditFolder folder, string tenant, AuditWriterOptions options, TimeProvider time, FileStream exclusive, AuditStart start)
    {
        (this.folder, this.tenant, this.options, this.time, writerLock) = (folder, tenant, options, time, exclusive);
        name = new AuditFileName(start.Epoch, 1);
        head = start.Head;
        Before = start.Head.Sequence;
        segment = new AuditSegment(folder.FullName(name), options);
    }

    /// <summary>Number of the last record that was there before this writer.</summary>
    public long Before { get; }

    /// <summary>Number of the last record that was appended.</summary>
    public long Sequence => head.Sequence;

    /// <summary>Whether nothing can be relied on any more; may be asked from any thread.</summary>
    public bool HasFailed => hasFailed;

    /// <summary>Whether the current file is used up and no new one could be made: what is under way still fits, and nothing new should begin.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Begins a new epoch behind what is there, declaring what is torn; returns when all of that is on disk.</summary>
    /// <param name="folder">The trail.</param>
    /// <param name="tenant">UID that every record carries.</param>
    /// <param name="key">Names the key of pseudonyms.</param>
    /// <param name="options">Sizes and seams.</param>
    /// <param name="isDoubtful">Whether a flush of the newest file has failed: then it is written again, because the kernel may hold as clean what the disk never got.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The volume does not allow it, or another process writes.</exception>
    public static AuditWriter Open(AuditFolder folder, string tenant, string key, AuditWriterOptions options, bool isDoubtful, TimeProvider time)
    {
        Directory.CreateDirectory(folder.Path);
        DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(folder.Path))!);
        // Two writers would fork the chain; the lock ends with the process that holds it.
        var exclusive = new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        AuditWriter? writer = null;
        try
        {
            var start = AuditStart.Find(folder, isDoubtful);
            writer = new AuditWriter(folder, tenant, options, time, exclusive, start);
            var opened = new JsonObject { ["event"] = AuditEvents.Open, ["key"] = key };
            if (start.Torn.Count > 0)
                opened["torn"] = TornTail.ToJson(start.Torn);
            writer.Append(opened);
            writer.Flush();
            return writer;
        }
        catch
        {
            if (writer is not null)
                writer.Abandon();
            else
                exclusive.Dispose();
            throw;
        }
    }

    /// <summary>Hands records to the kernel; returns their bytes.</summary>
    /// <exception cref="IOException">Nothing of this can be relied on.</exception>
    public long Append(params ReadOnlySpan<JsonObject> records) => Append(records, [], null);

    /// <summary>The same for what happened, behind a record of the trail itself.</summary>
    /// <exception cref="IOException">Nothing of this can be relied on.</exception>
    public long Append(JsonObject? first, IReadOnlyList<AuditEntry> entries, PseudonymKey key) => Append(first is null ? [] : [first], entries, key);

    /// <summary>The same for one thing that happened, whose digests are made.</summary>
    /// <exception cref="IOException">Nothing of this can be relied on.</exception>
    public long Append(AuditEntry entry, EntryDigests digests) => Hand(EntryLine.Seal(entry, digests, Begin(), head, lines));

    private long Append(ReadOnlySpan<JsonObject> records, IReadOnlyList<AuditEntry> entries, PseudonymKey? key)
    {
        var (place, next) = (Begin(), head);
        foreach (var record in records)
        {
            record["at"] = place.At;
            record["epoch"] = place.Epoch;
            record["tenant"] = place.Tenant;
            next = AuditLine.Seal(record, next, lines);
        }
        for (var i = 0; i < entries.Count; i++)
            next = EntryLine.Seal(entries[i], EntryDigests.Of(entries[i], key!), place, next, lines);
        return Hand(next);
    }

    private RecordPlace Begin()
    {
        if (hasFailed)
            throw new IOException("The writer has failed before.");
        lines.ResetWrittenCount();
        return new RecordPlace(RecordPlace.Format(time.GetUtcNow()), name.Epoch, tenant);
    }

    private long Hand(ChainHead next)
    {
        try
        {
            segment.Append(lines.WrittenSpan);
        }
        catch
        {
            hasFailed = true;
            throw;
        }
        head = next;
        if (segment.Length >= options.SegmentBytes - options.HeadroomBytes)
            TryRotate();
        return lines.WrittenCount;
    }

    /// <summary>Returns when everything that was appended before the call is on disk. May run beside appending.</summary>
    /// <exception cref="IOException">Nothing of this can be relied on.</exception>
    public void Flush()
    {
        lock (flushing)
        {
            if (hasFailed)
                throw new IOException("The writer has failed before.");
            try
            {
                segment.Flush();
            }
            catch
            {
                hasFailed = true;
                throw;
            }
        }
    }

    /// <summary>Goes on in a new file when there is room for one.</summary>
    public void TryRotate()
    {
        lock (flushing)
        {
            // Behind the change nobody flushes the former file any more.
            Flush();
            try
            {
                var (former, next) = (segment, name with { Number = name.Number + 1 });
                segment = new AuditSegment(folder.FullName(next), options);
                (name, IsFull) = (next, false);
                former.Close();
            }
            catch (IOException)
            {
                IsFull = true;
            }
        }
    }

    /// <summary>Removes expired files and leaves a record of what they held, before they go.</summary>
    public void Expire(TimeSpan retention)
    {
        var closed = folder.List().Where(f => f.IsBefore(name));
        var expired = RetentionPlan.Choose(closed, f => folder.Last(f)?.At ?? DateTimeOffset.MinValue, time.GetUtcNow(), retention);
        // A file without a record is only the torn end of a start that its successor declares; the two go together.
        while (expired.Count > 0 && folder.Last(expired[^1]) is null)
            expired = [.. expired.SkipLast(1)];
        if (expired.Count == 0)
            return;
        Append(new JsonObject { ["event"] = AuditEvents.Retention, ["removed"] = RemovedFile.ToJson(Removed(expired)) });
        Flush();
        foreach (var file in expired)
            File.Delete(folder.FullName(file));
        DurableFolder.Sync(folder.Path);
    }

    /// <summary>Ends the epoch in good order.</summary>
    public void Dispose()
    {
        try
        {
            if (!hasFailed)
            {
                Append(new JsonObject { ["event"] = AuditEvents.Close });
                Flush();
                segment.Close();
            }
        }
        catch (IOException)
        {
            // The epoch stays open, which the next start and every check can see.
        }
        Abandon();
    }

    /// <summary>Lets go without a word, as a kill would.</summary>
    public void Abandon()
    {
        hasFailed = true;
        segment.Dispose();
        writerLock.Dispose();
    }

    private IEnumerable<RemovedFile> Removed(IReadOnlyList<AuditFileName> files)
    {
        foreach (var file in files)
        {
            if (folder.Last(file) is { } last)
                yield return new RemovedFile(file.ToString(), last.Head);
        }
    }
}
