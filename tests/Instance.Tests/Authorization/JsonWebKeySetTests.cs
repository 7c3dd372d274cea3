using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using McpTenants.Authorization;

namespace Instance.Tests.Authorization;

public sealed class JsonWebKeySetTests
{
    private readonly TokenForge forge = TokenForge.Shared;

    [Theory]
    [InlineData("use", "\"enc\"")]
    [InlineData("use", "7")]
    [InlineData("key_ops", "[\"encrypt\"]")]
    [InlineData("key_ops", "\"verify\"")]
    [InlineData("kty", "\"oct\"")]
    [InlineData("kty", "\"OKP\"")]
    [InlineData("alg", "\"HS256\"")]
    [InlineData("alg", "\"none\"")]
    [InlineData("e", "\"AQ\"")]
    [InlineData("e", "\"AQAA\"")]
    [InlineData("e", "\"\"")]
    [InlineData("n", "\"AQAB\"")]
    [InlineData("n", "\"not base64url!\"")]
    public void Parse_KeyThatMayNotVerify_IsLeftOut(string name, string json)
    {
        var key = forge.RsaJwk();
        key[name] = JsonNode.Parse(json);
        forge.KeySet(key, TokenForge.EcJwk(forge.P256, "good", "P-256")).Keys.ShouldHaveSingleItem().KeyId.ShouldBe("good");
    }

    [Fact]
    public void Parse_SmallRsaKey_IsLeftOut()
    {
        using var small = RSA.Create(1024);
        var p = small.ExportParameters(false);
        forge.KeySet(new JsonObject { ["kty"] = "RSA", ["n"] = TokenForge.Encode(p.Modulus!), ["e"] = TokenForge.Encode(p.Exponent!) }).Keys.ShouldBeEmpty();
    }

    [Fact]
    public void Parse_PointOffTheCurve_IsLeftOut()
    {
        var key = TokenForge.EcJwk(forge.P256, "bad", "P-256");
        key["x"] = TokenForge.Encode(new byte[32]);
        forge.KeySet(key).Keys.ShouldBeEmpty();
    }

    [Fact]
    public void Parse_CurveThatDoesNotMatchThePoint_IsLeftOut() => forge.KeySet(TokenForge.EcJwk(forge.P256, "bad", "P-384")).Keys.ShouldBeEmpty();

    [Fact]
    public void Validate_KeyBoundToOneAlgorithm_RefusesTheOther()
    {
        var key = forge.RsaJwk();
        key["alg"] = "PS256";
        var keys = forge.KeySet(key);
        var policy = new TokenPolicy { Issuer = TokenForge.Issuer, Audience = TokenForge.Audience };
        var time = new ManualTime(TokenForge.Start);
        TokenValidator.Validate(forge.Token(algorithm: "PS256"), policy, keys, time).IsValid.ShouldBeTrue();
        TokenValidator.Validate(forge.Token(algorithm: "RS256"), policy, keys, time).Rejection.ShouldBe(TokenRejection.UnknownKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("<html>")]
    public void Parse_NoKeySet_IsAnError(string json) => Should.Throw<FormatException>(() => JsonWebKeySet.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Parse_Flood_IsCapped()
    {
        var keys = Enumerable.Range(0, 200).Select(i => forge.RsaJwk("k" + i)).ToArray();
        forge.KeySet(keys).Keys.Count.ShouldBe(JsonWebKeySet.MaximumKeys);
        Should.Throw<FormatException>(() => JsonWebKeySet.Parse(new byte[JsonWebKeySet.MaximumDocumentBytes + 1]));
    }
}
