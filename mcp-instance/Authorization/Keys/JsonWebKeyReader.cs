using System.Security.Cryptography;
using System.Text.Json;

namespace McpTenants.Authorization;

/// <summary>Turns one element of a key set into a usable key, or null when it is not a signature verification key that we support.</summary>
internal static class JsonWebKeyReader
{
    // Below 2048 bits a key is breakable, above 8192 one verification costs milliseconds: both would be chosen by whoever controls the key set.
    private const int MinimumRsaBits = 2048;
    private const int MaximumRsaBits = 8192;

    public static JsonWebKey? Read(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Object || !MayVerify(element))
            return null;
        try
        {
            return Text(element, "kty") switch
            {
                "RSA" => ReadRsa(element),
                "EC" => ReadEc(element),
                _ => null, // oct above all: a shared secret has no place in a public document.
            };
        }
        catch (CryptographicException)
        {
            return null; // One broken key must not take the working ones down with it.
        }
    }

    private static bool MayVerify(JsonElement element)
    {
        if (element.TryGetProperty("use", out var use) && !(use.ValueKind is JsonValueKind.String && use.ValueEquals("sig")))
            return false;
        if (!element.TryGetProperty("key_ops", out var operations))
            return true;
        return operations.ValueKind is JsonValueKind.Array
            && operations.EnumerateArray().Any(o => o.ValueKind is JsonValueKind.String && o.ValueEquals("verify"));
    }

    private static JsonWebKey? ReadRsa(JsonElement element)
    {
        if (Binary(element, "n") is not { } modulus || Binary(element, "e") is not { } exponent)
            return null;
        var significant = modulus.AsSpan().TrimStart((byte)0).ToArray();
        var bits = significant.Length * 8;
        // An even or one-byte-small exponent (1!) would make every signature valid or none.
        if (bits is < MinimumRsaBits or > MaximumRsaBits || exponent.Length is 0 or > 8 || (exponent[^1] & 1) == 0 || exponent is [1])
            return null;
        var parameters = new RSAParameters { Modulus = significant, Exponent = exponent };
        return Create(element, "RSA", null, () => RSA.Create(parameters));
    }

    private static JsonWebKey? ReadEc(JsonElement element)
    {
        var name = Text(element, "crv");
        (ECCurve Curve, int Size)? known = name switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66),
            _ => null,
        };
        if (known is not { } curve || Binary(element, "x") is not { } x || Binary(element, "y") is not { } y || x.Length != curve.Size || y.Length != curve.Size)
            return null;
        var parameters = new ECParameters { Curve = curve.Curve, Q = new ECPoint { X = x, Y = y } };
        return Create(element, "EC", name, () => ECDsa.Create(parameters));
    }

    private static JsonWebKey? Create(JsonElement element, string keyType, string? curve, Func<AsymmetricAlgorithm> import)
    {
        if (element.TryGetProperty("alg", out var algorithm) && (algorithm.ValueKind is not JsonValueKind.String || SignatureAlgorithm.Find(algorithm.GetString()!) is null))
            return null;
        import().Dispose(); // Proves now, not at the first token, that the point is on the curve and the numbers are a key.
        return new JsonWebKey(Text(element, "kid"), keyType, curve, Text(element, "alg"), import);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Binary(JsonElement element, string name) =>
        Text(element, name) is { } text && StrictBase64Url.TryDecode(text, out var bytes) ? bytes : null;
}
