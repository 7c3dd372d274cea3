using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpTenants.Operator.Jwks;

/// <summary>Reduces a fetched key set to what validating a signature needs, always in the same bytes.</summary>
internal static class KeySet
{
    /// <summary>A key set without keys: nobody's token is valid.</summary>
    public const string Empty = """{"keys":[]}""";

    private const int MaxKeys = 32;

    // Everything else is dropped: a private or symmetric key that an issuer publishes by accident must not be spread.
    private static readonly string[] PublicMembers = ["kty", "kid", "use", "alg", "n", "e", "crv", "x", "y"];

    /// <summary>Keeps the public members of asymmetric keys, ordered by key id.</summary>
    /// <exception cref="JsonException">The text is not a key set, or has no key that can verify a signature.</exception>
    public static string Normalise(string text)
    {
        var keys = (JsonNode.Parse(text)?["keys"] as JsonArray ?? throw new JsonException("the key set has no array 'keys'"))
            .OfType<JsonObject>()
            .Where(k => Text(k, "kty") is "RSA" or "EC" or "OKP" && Text(k, "use") is null or "sig")
            .Take(MaxKeys)
            .Select(k => new JsonObject(PublicMembers.Where(m => Text(k, m) is not null).Select(m => KeyValuePair.Create<string, JsonNode?>(m, Text(k, m)))))
            .OrderBy(k => Text(k, "kid"), StringComparer.Ordinal)
            .ThenBy(k => k.ToJsonString(), StringComparer.Ordinal)
            .ToArray<JsonNode?>();

        return keys.Length == 0
            ? throw new JsonException("the key set has no key for signatures")
            : new JsonObject { ["keys"] = new JsonArray(keys) }.ToJsonString();
    }

    private static string? Text(JsonObject key, string member) =>
        key[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
