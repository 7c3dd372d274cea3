namespace McpTenants.Audit.Chain;

/// <summary>
/// Holds the files of a trail, oldest first, against the rules of the chain. Pure: the same code proves a chain offline, checks an import, and tells a
/// starting writer how much of the newest file is whole.
/// </summary>
internal sealed class ChainCheck(ChainHead? checkpoint = null)
{
    private readonly List<string> notes = [];
    private readonly List<(TornTail Tail, int Line, string Problem)> torn = [];
    private AuditFileName? file;
    private AuditRecord? last;
    private ChainHead? startsAfter;
    private ChainBreak? firstBreak;
    private DateTimeOffset? from;
    private bool sawCheckpoint;
    private long firstSequence;
    private long records;
    private int files;
    private int epochs;

    /// <summary>The last whole record so far; null: none.</summary>
    public ChainHead? Head => last?.Head;

    /// <summary>Whether the last whole record so far ended an epoch in good order, and nothing came behind it.</summary>
    public bool IsClosed => last?.Event == AuditEvents.Close && torn.Count == 0;

    /// <summary>Checks the next file and returns how many of its bytes are whole records.</summary>
    public long Add(AuditFileName name, ReadOnlySpan<byte> content)
    {
        files++;
        var (offset, line, problem) = (0, 0, CheckOrder(name));
        if (problem is not null)
            Break(name.ToString(), 0, problem);
        file = name;
        for (problem = null; content[offset..].IndexOf((byte)'\n') is >= 0 and var length; offset += length + 1)
        {
            line++;
            problem = CheckLine(name, content.Slice(offset, length), line);
            if (problem is not null)
                break;
        }
        if (offset < content.Length)
            torn.Add((new TornTail(name.ToString(), content.Length - offset, AuditLine.Sha256(content[offset..])), line + (problem is null ? 1 : 0), problem ?? ""));
        return offset;
    }

    public ChainReport Complete()
    {
        foreach (var (tail, line, problem) in torn)
        {
            if (problem.Length > 0 || tail.File != file!.ToString())
                Break(tail.File, line, problem.Length > 0 ? problem : "the file ends in the middle of a record, and no later record declares it");
            else
                notes.Add($"{tail.File} ends with {tail.Bytes} bytes of an unfinished record; the next start will declare them.");
        }
        if (startsAfter is { Sequence: > 0 } missing)
            Break(Here, 0, $"the chain begins with record {missing.Sequence + 1}, and no retention record accounts for what was before");
        if (checkpoint is not null && checkpoint.Sequence < firstSequence)
            notes.Add($"The checkpoint, record {checkpoint.Sequence}, is older than what is left.");
        else if (checkpoint is not null && !sawCheckpoint)
            Break(Here, 0, $"record {checkpoint.Sequence} of the checkpoint is missing: the chain ends at record {last?.Sequence ?? 0}");
        if (last is not null && last.Event != AuditEvents.Close)
            notes.Add($"The last epoch, {last.Epoch}, is not closed: its writer runs, or was killed.");
        return new ChainReport
        {
            Files = files,
            Records = records,
            Epochs = epochs,
            Head = last?.Head ?? ChainHead.Genesis,
            From = from,
            To = last?.At,
            Notes = notes,
            Break = firstBreak,
        };
    }

    private string Here => file?.ToString() ?? "";

    private string? CheckOrder(AuditFileName name)
    {
        if (file is null)
            return null;
        if (name.Epoch == file.Epoch)
            return name.Number == file.Number + 1 ? torn.Count > 0 ? "the file before is torn, but its epoch goes on" : null : $"the file after {file} is missing";
        return name.Epoch < file.Epoch ? $"the file is out of order after {file}" : name.Number == 1 ? null : $"the first file of epoch {name.Epoch} is missing";
    }

    private string? CheckLine(AuditFileName name, ReadOnlySpan<byte> line, int number)
    {
        if (AuditLine.TryRead(line, out var problem) is not { } record)
            return problem;
        if (record.Epoch != name.Epoch)
            return $"belongs to epoch {record.Epoch}";
        if (Follow(record) is { } gap)
            return gap;
        var begins = number == 1 && name.Number == 1;
        if (begins != (record.Event == AuditEvents.Open))
            return begins ? "an epoch must begin with the event open" : "the event open stands inside an epoch";
        try
        {
            if (begins)
                Declare(record);
            Accept(record);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return "is not an audit record";
        }
    }

    private string? Follow(AuditRecord record)
    {
        if (last is null)
            startsAfter = new ChainHead(record.Sequence - 1, record.Previous);
        else if (record.Sequence != last.Sequence + 1)
            return $"has number {record.Sequence} after {last.Sequence}: records were removed, added or moved";
        else if (record.Previous != last.Hash)
            return "does not continue the record before: something was changed, removed or moved";
        if (last is null && record.Sequence == 1 && record.Previous != ChainHead.Genesis.Hash)
            return "is the first record but names one before it";
        return null;
    }

    private void Declare(AuditRecord opened)
    {
        epochs++;
        var declared = TornTail.Read(opened);
        foreach (var (tail, line, problem) in torn)
        {
            if (declared.Contains(tail))
                notes.Add($"Declared at {opened.At:O}: the last {tail.Bytes} bytes of {tail.File}, from line {line}, are no whole records.");
            else
                Break(tail.File, line, problem.Length > 0 ? problem : "the file ends in the middle of a record, and the next epoch does not declare it");
        }
        torn.Clear();
    }

    private void Accept(AuditRecord record)
    {
        from ??= record.At;
        firstSequence = firstSequence == 0 ? record.Sequence : firstSequence;
        last = record;
        records++;
        if (record.Event == AuditEvents.Gap)
            notes.Add($"Declared at {record.At:O}: records were lost ({(record.Body.TryGetProperty("lost", out var lost) ? lost.ToString() : "?")}).");
        if (record.Event == AuditEvents.Retention && startsAfter is { Sequence: > 0 } start && RemovedFile.Read(record).Any(r => r.Last == start))
        {
            notes.Add($"Removed by retention at {record.At:O}: everything up to record {start.Sequence}.");
            startsAfter = null;
        }
        if (checkpoint is not null && record.Sequence == checkpoint.Sequence)
        {
            sawCheckpoint = true;
            if (record.Hash != checkpoint.Hash)
                Break(Here, 0, $"record {record.Sequence} is not the one of the checkpoint: the chain was rewritten");
        }
    }

    private void Break(string name, int line, string problem) => firstBreak ??= new ChainBreak(name, line, problem);
}
