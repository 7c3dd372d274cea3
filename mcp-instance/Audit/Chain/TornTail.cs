using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpTenants.Audit.Chain;

/// <summary>The end of a file that holds no whole record: what a writer leaves that is killed, or loses power, while it writes.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Bytes">Length of the end.</param>
/// <param name="Sha256">Its SHA-256.</param>
internal sealed record TornTail(string File, long Bytes, string Sha256)
{
    public static JsonArray ToJson(IEnumerable<TornTail> tails) =>
        new([.. tails.Select(JsonNode (t) => new JsonObject { ["bytes"] = t.Bytes, ["file"] = t.File, ["sha256"] = t.Sha256 })]);

    /// <summary>What a record of the event open declares.</summary>
    public static IReadOnlyList<TornTail> Read(AuditRecord opened)
    {
        if (!opened.Body.TryGetProperty("torn", out var list) || list.ValueKind is not JsonValueKind.Array)
            return [];
        return [.. list.EnumerateArray().Select(t => new TornTail(t.GetProperty("file").GetString()!, t.GetProperty("bytes").GetInt64(), t.GetProperty("sha256").GetString()!))];
    }
}
