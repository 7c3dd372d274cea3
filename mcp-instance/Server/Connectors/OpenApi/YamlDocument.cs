using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>
/// YAML as JSON, straight from the parser's events: no object is built from a tag, and aliases are refused, because a few lines of them expand to gigabytes.
/// </summary>
internal static class YamlDocument
{
    private const int MaximumDepth = 64;

    /// <exception cref="FormatException">It is not YAML, or not as JSON could say it.</exception>
    public static byte[] ToUtf8Json(ReadOnlySpan<byte> utf8)
    {
        using var buffer = new MemoryStream();
        try
        {
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(utf8)));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
            Write(parser, json, 0);
            parser.Consume<DocumentEnd>();
        }
        catch (YamlException e)
        {
            throw new FormatException($"it is not valid YAML at line {e.Start.Line}", e);
        }
        return buffer.ToArray();
    }

    private static void Write(IParser parser, Utf8JsonWriter json, int depth)
    {
        if (depth > MaximumDepth)
            throw new FormatException("it is nested too deeply");
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            WriteScalar(scalar, json);
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            json.WriteStartArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                Write(parser, json, depth + 1);
            json.WriteEndArray();
        }
        else if (parser.TryConsume<MappingStart>(out _))
        {
            json.WriteStartObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                json.WritePropertyName(parser.TryConsume<Scalar>(out var key) ? key.Value : throw new FormatException("a key in it is not a word"));
                Write(parser, json, depth + 1);
            }
            json.WriteEndObject();
        }
        else
        {
            throw new FormatException("it uses YAML aliases, which are not understood");
        }
    }

    // The core schema of YAML 1.2, which OpenAPI asks for: "no" is a word there, not false.
    private static void WriteScalar(Scalar scalar, Utf8JsonWriter json)
    {
        var text = scalar.Value;
        if (scalar.Style is not ScalarStyle.Plain)
            json.WriteStringValue(text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            json.WriteNullValue();
        else if (text is "true" or "True" or "TRUE")
            json.WriteBooleanValue(true);
        else if (text is "false" or "False" or "FALSE")
            json.WriteBooleanValue(false);
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            json.WriteNumberValue(integer);
        else if ((char.IsAsciiDigit(text[0]) || text[0] is '-' or '.') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(text);
    }
}
