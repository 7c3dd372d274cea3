using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace McpTenants.Authorization;

/// <summary>The three parts of a JWS in compact serialization (RFC 7515, section 7.1), decoded but not trusted yet.</summary>
internal sealed record CompactToken(JsonElement Header, JsonElement Payload, byte[] SignedData, byte[] Signature)
{
    // Duplicate members are refused everywhere: two parsers that pick different ones would see two different tokens.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static TokenRejection TryParse(string token, out CompactToken? parsed)
    {
        parsed = null;
        var text = token.AsSpan();
        switch (text.Count('.'))
        {
            case 2: break;
            case 4: return TokenRejection.Encrypted;
            default: return TokenRejection.Malformed;
        }
        var first = text.IndexOf('.');
        var last = text.LastIndexOf('.');
        if (!TryReadObject(text[..first], out var header) || !TryReadObject(text[(first + 1)..last], out var payload)
            || !StrictBase64Url.TryDecode(text[(last + 1)..], out var signature))
            return TokenRejection.Malformed;
        parsed = new CompactToken(header.Value, payload.Value, Encoding.ASCII.GetBytes(token, 0, last), signature);
        return TokenRejection.None;
    }

    private static bool TryReadObject(ReadOnlySpan<char> part, [NotNullWhen(true)] out JsonElement? element)
    {
        element = null;
        if (part.IsEmpty || !StrictBase64Url.TryDecode(part, out var bytes))
            return false;
        try
        {
            ReadEveryString(bytes);
            using var document = JsonDocument.Parse(bytes, Strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return false;
            element = document.RootElement.Clone();
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Broken UTF-8 and half surrogate pairs are reported only when a string is looked at, which would be later, in the hands of whoever reads a claim.
    private static void ReadEveryString(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                _ = reader.GetString();
        }
    }
}
