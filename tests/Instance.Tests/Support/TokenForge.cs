using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using McpTenants.Authorization;

namespace Instance.Tests.Support;

/// <summary>An authorization server reduced to its keys: signs whatever a test, honest or not, wants signed.</summary>
internal sealed class TokenForge : IDisposable
{
    public const string Issuer = "https://login.example/acme";
    public const string Audience = "https://acme.mcp.test/mcp";

    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One honest server for all tests: making RSA keys is the slow part.</summary>
    public static TokenForge Shared { get; } = new();

    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDsa P256 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa P384 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public ECDsa P521 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    public JsonObject RsaJwk(string kid = "rsa-1")
    {
        var p = Rsa.ExportParameters(false);
        return new JsonObject { ["kty"] = "RSA", ["kid"] = kid, ["n"] = Encode(p.Modulus!), ["e"] = Encode(p.Exponent!) };
    }

    public static JsonObject EcJwk(ECDsa key, string kid, string curve)
    {
        var q = key.ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["kid"] = kid, ["crv"] = curve, ["x"] = Encode(q.X!), ["y"] = Encode(q.Y!) };
    }

    public string KeySetJson(params JsonObject[] keys)
    {
        var all = keys.Length > 0 ? keys : [RsaJwk(), EcJwk(P256, "ec-256", "P-256"), EcJwk(P384, "ec-384", "P-384"), EcJwk(P521, "ec-521", "P-521")];
        return new JsonObject { ["keys"] = new JsonArray([.. all]) }.ToJsonString();
    }

    public JsonWebKeySet KeySet(params JsonObject[] keys) => JsonWebKeySet.Parse(Encoding.UTF8.GetBytes(KeySetJson(keys)));

    public static JsonObject Claims(DateTimeOffset? now = null)
    {
        var issued = (now ?? Start).ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = "user-1",
            ["scope"] = "kb:read kb:write",
            ["iat"] = issued,
            ["exp"] = issued + 600,
        };
    }

    public string Token(JsonObject? claims = null, string algorithm = "RS256", string? kid = "rsa-1", Action<JsonObject>? header = null)
    {
        var head = new JsonObject { ["alg"] = algorithm, ["typ"] = "at+jwt" };
        if (kid is not null)
            head["kid"] = kid;
        header?.Invoke(head);
        return TokenFromText(head.ToJsonString(), (claims ?? Claims()).ToJsonString(), algorithm);
    }

    public string TokenFromText(string header, string payload, string algorithm = "RS256")
    {
        var data = Encode(Encoding.UTF8.GetBytes(header)) + "." + Encode(Encoding.UTF8.GetBytes(payload));
        return data + "." + Encode(Sign(Encoding.ASCII.GetBytes(data), algorithm));
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose()
    {
        Rsa.Dispose();
        P256.Dispose();
        P384.Dispose();
        P521.Dispose();
    }

    private byte[] Sign(byte[] data, string algorithm) => algorithm switch
    {
        "RS256" => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "RS384" => Rsa.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        "RS512" => Rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        "PS256" => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "PS384" => Rsa.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        "PS512" => Rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        "ES256" => P256.SignData(data, HashAlgorithmName.SHA256),
        "ES384" => P384.SignData(data, HashAlgorithmName.SHA384),
        "ES512" => P521.SignData(data, HashAlgorithmName.SHA512),
        // The classic confusion: the public key, which everybody has, used as HMAC secret.
        "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Rsa.ExportSubjectPublicKeyInfoPem()), data),
        _ => [],
    };
}
