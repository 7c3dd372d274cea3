using System.Text.Json;
using McpTenants.Operator.Jwks;

namespace Operator.Tests.Pipeline;

public sealed class KeySetTests
{
    [Fact]
    public void Normalise_PrivateParts_AreDropped() =>
        KeySet.Normalise("""{"keys":[{"kty":"EC","kid":"a","crv":"P-256","x":"1","y":"2","d":"secret"}]}""").ShouldBe(
            """{"keys":[{"kty":"EC","kid":"a","crv":"P-256","x":"1","y":"2"}]}""");

    [Fact]
    public void Normalise_SymmetricKey_IsNoKey() => Should.Throw<JsonException>(() => KeySet.Normalise("""{"keys":[{"kty":"oct","k":"secret"}]}"""));

    [Fact]
    public void Normalise_OtherOrder_GivesTheSameBytes() =>
        KeySet.Normalise("""{"keys":[{"kid":"b","kty":"RSA","n":"1","e":"AQAB"},{"kty":"RSA","kid":"a","e":"AQAB","n":"2"}]}""").ShouldBe(
            KeySet.Normalise("""{"keys":[{"n":"2","e":"AQAB","kty":"RSA","kid":"a"},{"kty":"RSA","kid":"b","n":"1","e":"AQAB"}]}"""));

    [Fact]
    public void Failed_AfterASuccess_KeepsTheLastGoodKeys()
    {
        var (cache, key) = (new IssuerCache(), new IssuerKey("https://login.test", "", ""));
        cache.Succeeded(key, "good").ShouldBeTrue();

        cache.Failed(key, "answered 500").ShouldBeTrue();
        cache.Failed(key, "answered 500").ShouldBeFalse();

        cache.Find(key).ShouldBe(new IssuerState("good", "answered 500"));
    }
}
