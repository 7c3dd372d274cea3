using System.Text.Json;

namespace McpTenants.Authorization;

/// <summary>An immutable set of verification keys, read from a JWKS document (RFC 7517). Swapped as a whole when the document changes.</summary>
public sealed class JsonWebKeySet
{
    /// <summary>Largest document that is read, in bytes; real ones have 2 to 20 kilobytes.</summary>
    public const int MaximumDocumentBytes = 512 * 1024;

    /// <summary>Most keys that are kept; providers publish fewer than ten.</summary>
    public const int MaximumKeys = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private JsonWebKeySet(IReadOnlyList<JsonWebKey> keys) => Keys = keys;

    /// <summary>A set without keys: every token is refused with <see cref="TokenRejection.UnknownKey"/>.</summary>
    public static JsonWebKeySet Empty { get; } = new([]);

    /// <summary>The usable keys in document order. Encryption keys, symmetric keys, weak keys and unknown key types are left out.</summary>
    public IReadOnlyList<JsonWebKey> Keys { get; }

    /// <summary>Reads a JWKS document. Unusable keys are skipped; a document that is no key set at all is an error.</summary>
    /// <param name="utf8Json">The document, UTF-8.</param>
    /// <exception cref="FormatException">The document is too large, not JSON, repeats a property, or has no <c>keys</c> array.</exception>
    public static JsonWebKeySet Parse(ReadOnlyMemory<byte> utf8Json)
    {
        if (utf8Json.Length > MaximumDocumentBytes)
            throw new FormatException("The key set document is larger than " + MaximumDocumentBytes + " bytes.");
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var keys)
                || keys.ValueKind is not JsonValueKind.Array)
                throw new FormatException("The key set document has no \"keys\" array.");
            return new JsonWebKeySet([.. keys.EnumerateArray().Take(MaximumKeys).Select(JsonWebKeyReader.Read).OfType<JsonWebKey>()]);
        }
        catch (JsonException e)
        {
            throw new FormatException("The key set document is not valid JSON.", e);
        }
    }

    /// <summary>Whether a key with this identifier is present: false tells a cache that refreshing may help.</summary>
    /// <param name="keyId">The <c>kid</c> of a token's header.</param>
    public bool Contains(string keyId) => Keys.Any(k => k.KeyId == keyId);
}
