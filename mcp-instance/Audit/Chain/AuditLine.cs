using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Audit.Json;

namespace McpTenants.Audit.Chain;

/// <summary>
/// One record as one line of canonical JSON. Its <c>hash</c> is the SHA-256 of the same object without that member, and <c>prev</c> is the hash of the
/// record before, so that changing, removing or moving a line breaks the chain at a place that can be named.
/// </summary>
internal static class AuditLine
{
    /// <summary>Puts the record behind the head and returns its line with the line end.</summary>
    public static (byte[] Line, ChainHead Head) Seal(JsonObject record, ChainHead head)
    {
        var next = head.Sequence + 1;
        record["seq"] = next;
        record["prev"] = head.Hash;
        record.Remove("hash");
        var hash = Hash(Element(record));
        record["hash"] = hash;
        return ([.. CanonicalJson.Serialize(Element(record)), (byte)'\n'], new ChainHead(next, hash));
    }

    /// <summary>Reads a line (without its end); null and the problem when it is not a record that was written here.</summary>
    public static AuditRecord? TryRead(ReadOnlySpan<byte> line, out string problem)
    {
        problem = "";
        try
        {
            var body = JsonElement.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            if (AuditRecord.TryCreate(body) is not { } record)
                problem = "is not an audit record";
            else if (!line.SequenceEqual(CanonicalJson.Serialize(body)))
                problem = "is not in canonical form";
            else if (Hash(WithoutHash(body)) != record.Hash)
                problem = "was changed: its hash does not fit its content";
            else
                return record;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problem = "is not JSON";
        }
        return null;
    }

    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Hash(JsonElement body) => Sha256(CanonicalJson.Serialize(body));

    private static JsonElement Element(JsonObject record) => JsonElement.Parse(Encoding.UTF8.GetBytes(record.ToJsonString()));

    private static JsonElement WithoutHash(JsonElement body)
    {
        var copy = JsonObject.Create(body)!;
        copy.Remove("hash");
        return Element(copy);
    }
}
