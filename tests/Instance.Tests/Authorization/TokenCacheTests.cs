using Instance.Tests.Support;
using McpTenants.Authorization;

namespace Instance.Tests.Authorization;

public sealed class TokenCacheTests
{
    private readonly TokenForge forge = TokenForge.Shared;
    private readonly ManualTime time = new(TokenForge.Start);
    private readonly TokenPolicy policy = new() { Issuer = TokenForge.Issuer, Audience = TokenForge.Audience };

    [Fact]
    public void Validate_AKnownToken_GivesTheSameFacts()
    {
        var cache = new TokenCache(policy, forge.KeySet(), time);
        var token = forge.Token();
        cache.Validate(token).ShouldBeSameAs(cache.Validate(token));
        cache.Validate(token).Subject.ShouldBe("user-1");
    }

    [Fact]
    public void Validate_AKnownTokenThatExpires_IsRefusedAtTheSameMomentAsAnUnknownOne()
    {
        var cache = new TokenCache(policy, forge.KeySet(), time);
        var token = forge.Token();
        cache.Validate(token).IsValid.ShouldBeTrue();
        var end = TokenForge.Start.AddSeconds(600) + policy.ClockSkew;
        time.Now = end.AddTicks(-1);
        cache.Validate(token).IsValid.ShouldBeTrue();
        time.Now = end;
        cache.Validate(token).Rejection.ShouldBe(TokenRejection.Expired);
        cache.Validate(token).Rejection.ShouldBe(TokenValidator.Validate(token, policy, forge.KeySet(), time).Rejection);
    }

    [Fact]
    public void Validate_AnythingElseThanTheVeryToken_IsNotKnown()
    {
        var cache = new TokenCache(policy, forge.KeySet(), time);
        var token = forge.Token();
        cache.Validate(token).IsValid.ShouldBeTrue();
        foreach (var other in (string[])[token[..^2] + "AA", token + "A", token[1..], "", token[..token.LastIndexOf('.')] + ".", new string('x', TokenValidator.MaximumTokenLength + 1)])
            cache.Validate(other).IsValid.ShouldBeFalse(other);
    }

    [Fact]
    public void Validate_ATokenThatIsNotValidYet_IsAcceptedWhenItIs()
    {
        var cache = new TokenCache(policy, forge.KeySet(), time);
        var claims = TokenForge.Claims();
        claims["nbf"] = TokenForge.Start.AddSeconds(120).ToUnixTimeSeconds();
        var token = forge.Token(claims);
        cache.Validate(token).Rejection.ShouldBe(TokenRejection.NotYetValid);
        time.Now = TokenForge.Start.AddSeconds(120);
        cache.Validate(token).IsValid.ShouldBeTrue("a refusal is not remembered");
    }

    [Fact]
    public void Validate_MoreTokensThanAreRemembered_StaysRight()
    {
        var cache = new TokenCache(policy, forge.KeySet(), time);
        for (var i = 0; i < TokenCache.Capacity + 10; i++)
        {
            var claims = TokenForge.Claims();
            claims["sub"] = $"user-{i}";
            cache.Validate(forge.Token(claims, "ES256", "ec-256")).Subject.ShouldBe($"user-{i}");
        }
    }
}
