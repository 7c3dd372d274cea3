using System.Text.Json;
using System.Text.Unicode;

namespace McpTenants.Instance.Protocol;

/// <summary>
/// Parses a request body so that every parser behind us must agree on its meaning: UTF-8 without BOM, no half surrogates, no duplicate members, bounded
/// depth. Otherwise a policy could be decided on one reading and the tool be called with another.
/// </summary>
internal static class StrictJson
{
    public static bool TryParse(ReadOnlyMemory<byte> body, int maxDepth, out JsonElement root)
    {
        root = default;
        if (!Utf8.IsValid(body.Span))
            return false;
        try
        {
            CheckEscapes(body.Span, maxDepth);
            // The buffer is ours alone, so the document may live as long as its elements do; there is nothing pooled to give back.
            root = JsonElement.Parse(body.Span, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void CheckEscapes(ReadOnlySpan<byte> body, int maxDepth)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                _ = reader.GetString(); // Throws on \ud800 without its other half.
        }
    }
}
