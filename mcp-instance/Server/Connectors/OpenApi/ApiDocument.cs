using System.Text;
using System.Text.Json;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>An OpenAPI 3.0 or 3.1 document. References are followed inside the document only: nothing is ever fetched or opened because a document says so.</summary>
internal sealed class ApiDocument
{
    private const int MaximumBytes = 8 << 20;
    private const int MaximumHops = 16;

    private ApiDocument(JsonElement root) => Root = root;

    public JsonElement Root { get; }

    /// <exception cref="FormatException">The document cannot be used; the message says why without quoting it.</exception>
    public static ApiDocument Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaximumBytes)
            throw new FormatException($"it is larger than {MaximumBytes} bytes");
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        try
        {
            var json = utf8.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? utf8.ToArray() : YamlDocument.ToUtf8Json(utf8);
            var root = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
            if (root.ValueKind is not JsonValueKind.Object || root.Member("openapi").Text() is not { } version || !version.StartsWith("3.", StringComparison.Ordinal))
                throw new FormatException("it is not an OpenAPI 3 document");
            return new ApiDocument(root);
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is not valid JSON at line {e.LineNumber + 1}", e);
        }
    }

    /// <summary>The element itself or what its <c>$ref</c> leads to; null when that is not in this document.</summary>
    public JsonElement? Resolve(JsonElement element)
    {
        for (var hops = 0; hops < MaximumHops; hops++)
        {
            if (element.Member("$ref").Text() is not { } reference)
                return element;
            if (Find(reference) is not { } target)
                return null;
            element = target;
        }
        return null;
    }

    /// <summary>What a local reference (<c>#/...</c>) names.</summary>
    public JsonElement? Find(string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            return null;
        JsonElement? element = Root;
        foreach (var token in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(token).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (element is not { } here)
                return null;
            element = here.ValueKind is JsonValueKind.Array
                ? int.TryParse(name, out var index) && index >= 0 && index < here.GetArrayLength() ? here[index] : null
                : here.Member(name);
        }
        return element;
    }
}
