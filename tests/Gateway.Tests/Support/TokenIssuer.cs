using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpTenants.Authorization;
using McpTenants.Gateway.Authentication;

namespace Gateway.Tests.Support;

/// <summary>An authorization server without a network: signs tokens and hands out its keys.</summary>
internal sealed class TokenIssuer
{
    public const string Name = "https://login.test/";

    private readonly RSA _key = RSA.Create(2048);

    public string KeyId { get; set; } = "k1";

    public int Fetches;

    public bool Down { get; set; }

    public Task<JsonWebKeySet> FetchAsync(KeySource source, CancellationToken ct)
    {
        Interlocked.Increment(ref Fetches);
        if (Down)
            throw new KeysUnavailableException("down");
        return Task.FromResult(JsonWebKeySet.Parse(Jwks()));
    }

    /// <summary>Its keys as it publishes them.</summary>
    public byte[] Jwks()
    {
        var p = _key.ExportParameters(false);
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            keys = new[] { new { kty = "RSA", kid = KeyId, alg = "RS256", use = "sig", n = Encode(p.Modulus!), e = Encode(p.Exponent!) } },
        });
    }

    public string Token(string audience, string subject = "user-1", string scope = "mcp:tools", string issuer = Name, int lifetimeSeconds = 600, string? keyId = null)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var header = Part(new { alg = "RS256", typ = "at+jwt", kid = keyId ?? KeyId });
        var payload = Part(new
        {
            iss = issuer,
            sub = subject,
            aud = audience,
            scope,
            iat = now.ToUnixTimeSeconds() - 1,
            exp = now.ToUnixTimeSeconds() + lifetimeSeconds,
        });
        var signature = _key.SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{payload}.{Encode(signature)}";
    }

    private static string Part(object value) => Encode(JsonSerializer.SerializeToUtf8Bytes(value));

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
