using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace McpTenants.Bench.Instance;

/// <summary>An authorization server reduced to one key and one access token, with the claims that real ones have.</summary>
internal static class BenchToken
{
    /// <summary>The issuer that the tenant trusts.</summary>
    public const string Issuer = "https://login.bench.example";

    /// <summary>The tenant's URL, for which the token is.</summary>
    public const string Audience = "https://bench.mcp.test/mcp";

    private static readonly RSA Key = RSA.Create(2048);

    /// <summary>The issuer's keys.</summary>
    public static string KeySet { get; } = new JsonObject { ["keys"] = new JsonArray(PublicKey()) }.ToJsonString();

    /// <summary>What every call carries; good for a day.</summary>
    public static (string Name, string Value) Header { get; } = ("Authorization", "Bearer " + Create(TimeProvider.System.GetUtcNow()));

    private static JsonObject PublicKey()
    {
        var parameters = Key.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["kid"] = "bench", ["use"] = "sig", ["alg"] = "RS256", ["n"] = Encode(parameters.Modulus!), ["e"] = Encode(parameters.Exponent!) };
    }

    private static string Create(DateTimeOffset now)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = "bench" };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = "0f8fad5b-d9cb-469f-a165-70867728950e",
            ["client_id"] = "bench-client",
            ["jti"] = "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            ["org_id"] = "bench",
            ["scope"] = "kb:read kb:write",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddDays(1).ToUnixTimeSeconds(),
        };
        var signed = Encode(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return signed + "." + Encode(Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
