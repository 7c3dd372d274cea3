using McpTenants.Audit.Chain;

namespace McpTenants.Audit.Search;

/// <summary>Which records are wanted; null: any.</summary>
internal sealed record AuditQuery
{
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public string? Event { get; init; }

    public string? Tool { get; init; }

    public string? Outcome { get; init; }

    /// <summary>Only records before this number.</summary>
    public long Before { get; init; } = long.MaxValue;

    public int Limit { get; init; } = 50;

    public bool Matches(AuditRecord record) =>
        record.Sequence < Before && !(record.At < From) && !(record.At > To)
        && (Event is null || record.Event == Event) && (Tool is null || record.Text("tool") == Tool) && (Outcome is null || record.Text("outcome") == Outcome);
}

/// <summary>Records, newest first, and the number before which the next page goes on; null after the last.</summary>
internal sealed record AuditPage(IReadOnlyList<AuditRecord> Records, long? Next);
