using System.Text.Json;

namespace McpTenants.Authorization;

/// <summary>Holds the claims of a token whose signature is proved against the policy.</summary>
internal static class TokenPolicyCheck
{
    private static readonly TimeSpan MaximumSkew = TimeSpan.FromMinutes(5);

    public static TokenResult Run(JsonElement payload, TokenPolicy policy, DateTimeOffset now)
    {
        if (!TokenClaims.TryGetDate(payload, "exp", out var expires) || !TokenClaims.TryGetDate(payload, "nbf", out var notBefore)
            || !TokenClaims.TryGetDate(payload, "iat", out var issued) || !TokenClaims.TryGetStrings(payload, "aud", out var audiences)
            || !TokenClaims.TryGetScopes(payload, out var scopes))
            return TokenResult.Invalid(TokenRejection.MalformedClaim);

        var rejection = CheckParties(payload, policy, audiences);
        if (rejection is TokenRejection.None)
            rejection = CheckTimes(policy, now, expires, notBefore, issued);
        if (rejection is not TokenRejection.None)
            return TokenResult.Invalid(rejection);
        if (TokenClaims.FindSubject(payload) is not { } subject)
            return TokenResult.Invalid(TokenRejection.NoSubject);

        var claims = payload.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        return TokenResult.Valid(subject, scopes, claims, expires!.Value);
    }

    // The tolerance is added to "now" and not to the claim: claims reach up to the last representable second.
    public static bool IsExpired(TokenPolicy policy, DateTimeOffset now, DateTimeOffset expires) => now - Skew(policy) >= expires;

    private static TimeSpan Skew(TokenPolicy policy) => TimeSpan.FromTicks(Math.Clamp(policy.ClockSkew.Ticks, 0, MaximumSkew.Ticks));

    private static TokenRejection CheckParties(JsonElement payload, TokenPolicy policy, string[] audiences)
    {
        if (!payload.TryGetProperty("iss", out var issuer) || issuer.ValueKind is not JsonValueKind.String || issuer.GetString() != policy.Issuer)
            return TokenRejection.WrongIssuer;
        if (!audiences.Contains(policy.Audience, StringComparer.Ordinal) || (policy.SingleAudience && audiences.Length != 1))
            return TokenRejection.WrongAudience;
        if (policy.TenantClaim is { } required
            && !(TokenClaims.TryGetStrings(payload, required.Name, out var values) && values.Contains(required.Value, StringComparer.Ordinal)))
            return TokenRejection.WrongTenant;
        return TokenRejection.None;
    }

    private static TokenRejection CheckTimes(TokenPolicy policy, DateTimeOffset now, DateTimeOffset? expires, DateTimeOffset? notBefore, DateTimeOffset? issued)
    {
        var skew = Skew(policy);
        if (expires is not { } end)
            return TokenRejection.NoExpiry;
        if (IsExpired(policy, now, end))
            return TokenRejection.Expired;
        if (notBefore > now + skew)
            return TokenRejection.NotYetValid;
        if (issued > now + skew)
            return TokenRejection.IssuedInFuture;
        return end - (issued ?? now) > policy.MaximumLifetime ? TokenRejection.LivesTooLong : TokenRejection.None;
    }
}
