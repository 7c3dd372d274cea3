using System.Buffers;
using System.Runtime.InteropServices;
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
    /// <summary>Stands where the hash will be.</summary>
    public const string BlankHash = "0000000000000000000000000000000000000000000000000000000000000000";

    // Cannot occur inside a text, where its quotes would be escaped.
    private static ReadOnlySpan<byte> HashMember => "\"hash\":\""u8;

    /// <summary>Puts the record behind the head and appends its line with the line end to the output.</summary>
    public static ChainHead Seal(JsonObject record, ChainHead head, ArrayBufferWriter<byte> output)
    {
        var next = head.Sequence + 1;
        record["seq"] = next;
        record["prev"] = head.Hash;
        record["hash"] = BlankHash;
        var start = output.WrittenCount;
        CanonicalJson.Write(record, output);
        output.Write("\n"u8);
        return new ChainHead(next, SealInPlace(output, start));
    }

    /// <summary>Puts the hash where the blank one is, in the line that begins at the start and ends the output. It is that of the line without this member.</summary>
    public static string SealInPlace(ArrayBufferWriter<byte> output, int start)
    {
        var line = MemoryMarshal.AsMemory(output.WrittenMemory[start..]).Span;
        var at = line.IndexOf(HashMember);
        var rest = line[(at + HashMember.Length + BlankHash.Length + 2)..^1]; // Behind its quote and comma, before the line end.
        Span<byte> content = line.Length <= 4096 ? stackalloc byte[line.Length] : new byte[line.Length];
        line[..at].CopyTo(content);
        rest.CopyTo(content[at..]);
        var hash = Sha256(content[..(at + rest.Length)]);
        Encoding.ASCII.GetBytes(hash, line[(at + HashMember.Length)..]);
        return hash;
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
