namespace McpTenants.Authorization;

/// <summary>
/// Validates OAuth 2.1 access tokens in JWT form (RFC 9068, RFC 7519, RFC 8725) against a fixed policy and key set. Pure: no network, no clock of its own,
/// no state. The signature is checked before any claim is looked at.
/// </summary>
public static class TokenValidator
{
    /// <summary>Longest token that is looked at, in characters (16 KiB); Kestrel's header limits are in the same range.</summary>
    public const int MaximumTokenLength = 16 * 1024;

    // Bounds the work for a token without kid; real key sets have two or three keys per algorithm.
    private const int MaximumAttemptsWithoutKeyId = 4;

    /// <summary>Validates a token in JWS compact serialization.</summary>
    /// <param name="token">The token as it came in the Authorization header, without the scheme.</param>
    /// <param name="policy">What the token must say.</param>
    /// <param name="keys">The issuer's current keys.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The token's facts or the reason of its refusal. Never throws for whatever a caller may send.</returns>
    public static TokenResult Validate(string token, TokenPolicy policy, JsonWebKeySet keys, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(time);

        if (token.Length > MaximumTokenLength)
            return TokenResult.Invalid(TokenRejection.TooLarge);
        var rejection = CompactToken.TryParse(token, out var parsed);
        if (parsed is null)
            return TokenResult.Invalid(rejection);
        rejection = TokenHeaderCheck.Run(parsed.Header, out var algorithm, out var keyId);
        if (rejection is TokenRejection.None)
            rejection = VerifySignature(parsed, algorithm!, keyId, keys);
        return rejection is TokenRejection.None ? TokenPolicyCheck.Run(parsed.Payload, policy, time.GetUtcNow()) : TokenResult.Invalid(rejection);
    }

    private static TokenRejection VerifySignature(CompactToken token, SignatureAlgorithm algorithm, string? keyId, JsonWebKeySet keys)
    {
        var candidates = keys.Keys.Where(k => k.Fits(algorithm) && (keyId is null || k.KeyId == keyId)).Take(MaximumAttemptsWithoutKeyId);
        var rejection = TokenRejection.UnknownKey;
        foreach (var key in candidates)
        {
            if (key.Verify(algorithm, token.SignedData, token.Signature))
                return TokenRejection.None;
            rejection = TokenRejection.WrongSignature;
        }
        return rejection;
    }

    /// <summary>Reads the key identifier of a token that has not been validated, for one purpose: deciding whether refreshing the key set could help.</summary>
    /// <param name="token">The token; anything a caller may send.</param>
    /// <returns>The <c>kid</c>, or null when there is none or the token could not become valid with any key.</returns>
    public static string? PeekKeyId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > MaximumTokenLength || CompactToken.TryParse(token, out var parsed) is not TokenRejection.None)
            return null;
        return TokenHeaderCheck.Run(parsed!.Header, out _, out var keyId) is TokenRejection.None ? keyId : null;
    }
}
