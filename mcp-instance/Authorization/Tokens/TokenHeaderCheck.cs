using System.Text.Json;

namespace McpTenants.Authorization;

/// <summary>Decides from the header alone whether, and with which algorithm and key identifier, a token may be verified.</summary>
internal static class TokenHeaderCheck
{
    private const int MaximumKeyIdLength = 512;

    // crit, b64 and zip change what is signed, cty announces a nested token; the others offer a key of the sender's choice. Ignoring the latter would be
    // safe too, but a token that carries them was not made for a server with a fixed key set.
    private static readonly string[] Forbidden = ["crit", "b64", "zip", "cty", "jwk", "jku", "x5u", "x5c"];
    private static readonly string[] Types = ["at+jwt", "application/at+jwt", "JWT", "application/jwt"];

    public static TokenRejection Run(JsonElement header, out SignatureAlgorithm? algorithm, out string? keyId)
    {
        algorithm = null;
        keyId = null;
        if (Forbidden.Any(name => header.TryGetProperty(name, out _)))
            return TokenRejection.ForbiddenHeader;
        if (header.TryGetProperty("typ", out var type)
            && (type.ValueKind is not JsonValueKind.String || !Types.Contains(type.GetString(), StringComparer.OrdinalIgnoreCase)))
            return TokenRejection.WrongType;
        if (!header.TryGetProperty("alg", out var name) || name.ValueKind is not JsonValueKind.String)
            return TokenRejection.Malformed;
        algorithm = SignatureAlgorithm.Find(name.GetString()!);
        if (algorithm is null)
            return TokenRejection.ForbiddenAlgorithm;
        if (!header.TryGetProperty("kid", out var kid))
            return TokenRejection.None;
        if (kid.ValueKind is not JsonValueKind.String)
            return TokenRejection.Malformed;
        keyId = kid.GetString()!;
        return keyId.Length is 0 or > MaximumKeyIdLength ? TokenRejection.UnknownKey : TokenRejection.None;
    }
}
