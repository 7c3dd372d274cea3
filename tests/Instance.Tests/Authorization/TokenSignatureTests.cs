using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using McpTenants.Authorization;

namespace Instance.Tests.Authorization;

/// <summary>Attacks on the signature and on the choice of its key.</summary>
public sealed class TokenSignatureTests
{
    private readonly TokenForge forge = TokenForge.Shared;
    private readonly ManualTime time = new(TokenForge.Start);
    private readonly TokenPolicy policy = new() { Issuer = TokenForge.Issuer, Audience = TokenForge.Audience };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(96)]
    [InlineData(128)]
    public void Validate_EllipticSignatureOfAnotherLength_IsRefused(int length)
    {
        var (data, signature) = Split(forge.Token(algorithm: "ES256", kid: "ec-256"));
        Array.Resize(ref signature, length);
        Rejection(data + "." + TokenForge.Encode(signature)).ShouldBe(TokenRejection.WrongSignature);
    }

    [Fact]
    public void Validate_EllipticSignatureInDer_IsRefused()
    {
        var (data, _) = Split(forge.Token(algorithm: "ES256", kid: "ec-256"));
        var der = forge.P256.SignData(Encoding.ASCII.GetBytes(data), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Rejection(data + "." + TokenForge.Encode(der)).ShouldBe(TokenRejection.WrongSignature);
    }

    [Fact]
    public void Validate_HalvesOfAnEllipticSignatureSwapped_IsRefused()
    {
        var (data, signature) = Split(forge.Token(algorithm: "ES256", kid: "ec-256"));
        Rejection(data + "." + TokenForge.Encode([.. signature[32..], .. signature[..32]])).ShouldBe(TokenRejection.WrongSignature);
    }

    [Fact]
    public void Validate_EllipticSignatureMirrored_IsTheSameTokenAndNoOther()
    {
        // (r, n - s) verifies wherever (r, s) does; issuers send either. So nothing here, no list and no cache, may use the token's text as its identity.
        var (data, signature) = Split(forge.Token(algorithm: "ES256", kid: "ec-256"));
        var order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var mirrored = (order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        var half = new byte[32];
        mirrored.CopyTo(half, 32 - mirrored.Length);
        var result = Validate(data + "." + TokenForge.Encode([.. signature[..32], .. half]));
        result.Rejection.ShouldBe(TokenRejection.None);
        result.Subject.ShouldBe("user-1");
    }

    [Theory]
    [InlineData("ES256", "rsa-1")]
    [InlineData("RS256", "ec-256")]
    [InlineData("ES384", "ec-256")]
    [InlineData("ES256", "ec-521")]
    public void Validate_KeyOfAnotherKind_IsNotTried(string algorithm, string kid) => Rejection(forge.Token(algorithm: algorithm, kid: kid)).ShouldBe(TokenRejection.UnknownKey);

    [Fact]
    public void Validate_PublicKeyAsHmacSecret_IsRefusedWhateverTheKeySetSays()
    {
        // Even a key set that was talked into holding the symmetric key has nothing that could verify with it.
        var secret = TokenForge.Encode(Encoding.ASCII.GetBytes(forge.Rsa.ExportSubjectPublicKeyInfoPem()));
        var keys = forge.KeySet(new JsonObject { ["kty"] = "oct", ["kid"] = "rsa-1", ["k"] = secret, ["alg"] = "HS256" });
        TokenValidator.Validate(forge.Token(algorithm: "HS256"), policy, keys, time).Rejection.ShouldBe(TokenRejection.ForbiddenAlgorithm);
    }

    [Fact]
    public void Validate_KeyThatTheTokenBrings_IsNotUsed()
    {
        using var attacker = new TokenForge();
        Rejection(attacker.Token(header: h => h["jwk"] = attacker.RsaJwk())).ShouldBe(TokenRejection.ForbiddenHeader);
        Rejection(attacker.Token(header: h => h["x5c"] = new JsonArray("MIIB"))).ShouldBe(TokenRejection.ForbiddenHeader);
        Rejection(forge.Token(header: h => h["crit"] = new JsonArray())).ShouldBe(TokenRejection.ForbiddenHeader);
    }

    private static (string Data, byte[] Signature) Split(string token) =>
        (token[..token.LastIndexOf('.')], Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1)));

    private TokenResult Validate(string token) => TokenValidator.Validate(token, policy, forge.KeySet(), time);

    private TokenRejection Rejection(string token) => Validate(token).Rejection;
}
