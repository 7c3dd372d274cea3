using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpTenants.Operator.Crds;

/// <summary>Block-style YAML whose bytes depend on nothing but the content: plain words stay plain, every other string is written as JSON writes it.</summary>
internal static partial class YamlText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Words that YAML 1.1 readers take for booleans or null.
    private static readonly HashSet<string> Special = new(["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The document.</summary>
    public static string Of(JsonObject document)
    {
        var text = new StringBuilder();
        Write(text, document, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject node, int indent)
    {
        foreach (var (key, value) in node)
        {
            text.Append(' ', indent).Append(Scalar(key)).Append(':');
            WriteValue(text, value, indent);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } child:
                text.Append('\n');
                Write(text, child, indent + 2);
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                foreach (var item in items)
                    WriteItem(text, item, indent);
                break;
            default:
                text.Append(' ').Append(Leaf(value)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, int indent)
    {
        if (item is not JsonObject child)
        {
            text.Append(' ', indent).Append("- ").Append(Leaf(item)).Append('\n');
            return;
        }

        var block = new StringBuilder();
        Write(block, child, indent + 2);
        block[indent] = '-';
        text.Append(block);
    }

    private static string Leaf(JsonNode? value) => value switch
    {
        JsonValue leaf when leaf.GetValueKind() == JsonValueKind.String => Scalar(leaf.GetValue<string>()),
        null => "null",
        _ => value.ToJsonString(),
    };

    private static string Scalar(string value) =>
        Plain().IsMatch(value) && !Special.Contains(value) ? value : JsonSerializer.Serialize(value, Readable);

    [GeneratedRegex(@"\A[A-Za-z.][A-Za-z0-9_./-]*\z", RegexOptions.None, 1000)]
    private static partial Regex Plain();
}
