using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpTenants.Audit.Json;

/// <summary>
/// JSON in the one form of RFC 8785 (JCS), so that a digest means the content and not the way it was written: members in order of their UTF-16 code units,
/// no white space, the shortest numbers, only the escapes that are necessary.
/// </summary>
internal static class CanonicalJson
{
    // Of UTF-16. What is longer is written in parts, which costs more and needs no room for the worst case.
    private const int AtOnce = 1024;
    private const int MostBytesPerUnit = 3;

    public static byte[] Serialize(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>(512);
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The object that has these members.</summary>
    public static byte[] Serialize(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        var output = new ArrayBufferWriter<byte>(512);
        Write(members, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The object that has these members.</summary>
    public static void Write(IEnumerable<KeyValuePair<string, JsonElement>> members, ArrayBufferWriter<byte> output) =>
        WriteObject(members, static (value, output) => Write(value, output), output);

    public static void Write(JsonNode? value, ArrayBufferWriter<byte> output)
    {
        switch (value)
        {
            case JsonObject members:
                WriteObject(members, static (value, output) => Write(value, output), output);
                break;
            case JsonValue text when text.TryGetValue<string>(out var characters):
                WriteString(characters, output);
                break;
            case JsonValue number when number.TryGetValue<long>(out var integer):
                output.Write(Encoding.ASCII.GetBytes(CanonicalNumber.Format(integer)));
                break;
            case JsonValue number when number.TryGetValue<double>(out var real):
                output.Write(Encoding.ASCII.GetBytes(CanonicalNumber.Format(real)));
                break;
            default:
                Write(JsonElement.Parse(Encoding.UTF8.GetBytes(value?.ToJsonString() ?? "null")), output);
                break;
        }
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value.EnumerateObject().Select(static m => KeyValuePair.Create(m.Name, m.Value)), static (value, output) => Write(value, output), output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output);
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, output);
                break;
            case JsonValueKind.Number:
                // Beyond a double (1e400) the RFC has no form; the text itself is then the only honest one.
                output.Write(Encoding.UTF8.GetBytes(value.TryGetDouble(out var number) && double.IsFinite(number) ? CanonicalNumber.Format(number) : value.GetRawText()));
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            default:
                output.Write("null"u8);
                break;
        }
    }

    private static void WriteObject<T>(IEnumerable<KeyValuePair<string, T>> members, Action<T, ArrayBufferWriter<byte>> write, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var isFirst = true;
        foreach (var (name, value) in InOrder(members))
        {
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            WriteString(name, output);
            output.Write(":"u8);
            write(value, output);
        }
        output.Write("}"u8);
    }

    // Records of calls are made in order, because there is one for each call.
    private static IEnumerable<KeyValuePair<string, T>> InOrder<T>(IEnumerable<KeyValuePair<string, T>> members)
    {
        string? last = null;
        foreach (var (name, _) in members)
        {
            if (string.CompareOrdinal(last, name) > 0)
                return members.OrderBy(static m => m.Key, StringComparer.Ordinal);
            last = name;
        }
        return members;
    }

    private static void WriteArray(JsonElement value, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        var isFirst = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            Write(item, output);
        }
        output.Write("]"u8);
    }

    public static void WriteString(string text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var plain = rest.IndexOfAny(Escaped);
            if (plain < 0)
                plain = rest.Length;
            if (plain <= AtOnce)
                output.Advance(Encoding.UTF8.GetBytes(rest[..plain], output.GetSpan(plain * MostBytesPerUnit)));
            else
                Encoding.UTF8.GetBytes(rest[..plain], output);
            if (plain < rest.Length)
                output.Write(Encoding.ASCII.GetBytes(Escape(rest[plain++])));
            rest = rest[plain..];
        }
        output.Write("\""u8);
    }

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
    };
}
