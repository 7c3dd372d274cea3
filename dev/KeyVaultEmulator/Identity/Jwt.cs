using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Identity;

/// <summary>A signed token, read but not yet believed.</summary>
/// <param name="Header">Header.</param>
/// <param name="Claims">Claims.</param>
/// <param name="Signed">The bytes that are signed.</param>
/// <param name="Signature">The signature.</param>
internal sealed record Jwt(JsonObject Header, JsonObject Claims, byte[] Signed, byte[] Signature)
{
    /// <summary>Signs claims with RS256.</summary>
    public static string Sign(RSA key, string keyId, JsonObject claims)
    {
        var signed = $"{Encode(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = keyId })}.{Encode(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Takes a compact token apart.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out Jwt? token)
    {
        token = null;
        try
        {
            if (text.Split('.') is [var header, var claims, var signature]
                && Decode(header) is JsonObject h && Decode(claims) is JsonObject c)
            {
                token = new Jwt(h, c, Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature));
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }

        return token is not null;
    }

    /// <summary>True when this key made the signature.</summary>
    public bool IsSignedBy(RSA key) => Text(Header, "alg") switch
    {
        "RS256" => key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS256" => key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => false,
    };

    /// <summary>True while the token is within its times, with five minutes of tolerance as the real services give.</summary>
    public bool IsCurrent(DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return Number("exp") is { } expires && seconds < expires + 300 && (Number("nbf") is not { } from || seconds >= from - 300);
    }

    /// <summary>A claim as text.</summary>
    public string? Claim(string name) => Text(Claims, name);

    /// <summary>The audiences.</summary>
    public IEnumerable<string> Audiences => Claims["aud"] switch
    {
        JsonArray many => many.OfType<JsonValue>().Select(v => v.ToString()),
        JsonValue one => [one.ToString()],
        _ => [],
    };

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // Some clients write times as text.
    private long? Number(string name) =>
        double.TryParse(Claims[name]?.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? (long)value : null;

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonNode? Decode(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part));
}
