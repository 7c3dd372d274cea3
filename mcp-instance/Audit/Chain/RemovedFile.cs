using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpTenants.Audit.Chain;

/// <summary>A file that the retention removed, as its checkpoint record remembers it.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Last">Its last record, which the first record that is left must name.</param>
internal sealed record RemovedFile(string File, ChainHead Last)
{
    public static JsonArray ToJson(IEnumerable<RemovedFile> files) =>
        new([.. files.Select(JsonNode (f) => new JsonObject { ["file"] = f.File, ["head"] = f.Last.Hash, ["seq"] = f.Last.Sequence })]);

    public static IReadOnlyList<RemovedFile> Read(AuditRecord checkpoint)
    {
        if (!checkpoint.Body.TryGetProperty("removed", out var list) || list.ValueKind is not JsonValueKind.Array)
            return [];
        return [.. list.EnumerateArray().Select(f => new RemovedFile(
            f.GetProperty("file").GetString()!, new ChainHead(f.GetProperty("seq").GetInt64(), f.GetProperty("head").GetString()!)))];
    }
}
