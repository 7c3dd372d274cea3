using System.Text.Json.Nodes;
using McpTenants.Audit.Storage;

namespace McpTenants.Audit.Chain;

/// <summary>What happened, as a record without its place in the chain.</summary>
internal static class EntryRecord
{
    private const int MaximumText = 128;

    /// <summary>The members in their canonical order, with room for those that the writer adds: then nobody has to sort them.</summary>
    public static JsonObject Create(AuditEntry entry, PseudonymKey key)
    {
        var record = new JsonObject();
        if (entry.Arguments is { } arguments)
            record["args"] = key.Digest(arguments);
        record["at"] = null;
        if (!string.IsNullOrEmpty(entry.Subject))
            record["caller"] = key.Pseudonym(entry.Subject);
        Add(record, "correlation", entry.Correlation);
        Add(record, "credential", entry.Credential);
        record["epoch"] = null;
        record["event"] = entry.Event;
        record["hash"] = null;
        record["ms"] = Math.Round(entry.Duration.TotalMilliseconds, 3);
        record["outcome"] = Bounded(entry.Outcome);
        record["prev"] = null;
        record["seq"] = null;
        Add(record, "target", entry.Target);
        record["tenant"] = null;
        record["tool"] = Bounded(entry.Tool);
        return record;
    }

    private static void Add(JsonObject record, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            record[name] = Bounded(text);
    }

    private static string Bounded(string text) => text.Length <= MaximumText ? text : text[..MaximumText];
}
