namespace McpTenants.Authorization;

/// <summary>Why a token was refused. For logs, metrics and tests; callers on the network only ever learn <c>invalid_token</c>.</summary>
public enum TokenRejection
{
    /// <summary>The token is valid.</summary>
    None,

    /// <summary>Longer than <see cref="TokenValidator.MaximumTokenLength"/>.</summary>
    TooLarge,

    /// <summary>Not three base64url parts with JSON objects in the first two, or a property appears twice.</summary>
    Malformed,

    /// <summary>Five parts: an encrypted token, which we never decrypt.</summary>
    Encrypted,

    /// <summary>A header that is understood by nobody here (<c>crit</c>, <c>b64</c>, <c>zip</c>, <c>cty</c>) or that brings its own key (<c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>).</summary>
    ForbiddenHeader,

    /// <summary>The <c>typ</c> header names another kind of token, such as a logout token.</summary>
    WrongType,

    /// <summary>The algorithm is not one of RS, PS or ES with SHA-256, 384 or 512.</summary>
    ForbiddenAlgorithm,

    /// <summary>No key in the set has the token's <c>kid</c> and fits its algorithm.</summary>
    UnknownKey,

    /// <summary>The signature does not verify.</summary>
    WrongSignature,

    /// <summary>A registered claim has the wrong JSON type or is out of range.</summary>
    MalformedClaim,

    /// <summary><c>iss</c> is missing or not exactly the configured issuer.</summary>
    WrongIssuer,

    /// <summary><c>aud</c> is missing or does not contain this server's canonical URL.</summary>
    WrongAudience,

    /// <summary>There is no <c>exp</c> claim; a token that never expires is not accepted.</summary>
    NoExpiry,

    /// <summary><c>exp</c> is in the past by more than the clock skew.</summary>
    Expired,

    /// <summary><c>nbf</c> is in the future by more than the clock skew.</summary>
    NotYetValid,

    /// <summary><c>iat</c> is in the future by more than the clock skew.</summary>
    IssuedInFuture,

    /// <summary>The token lives longer than <see cref="TokenPolicy.MaximumLifetime"/> allows.</summary>
    LivesTooLong,

    /// <summary>The configured tenant claim is missing or has another value.</summary>
    WrongTenant,

    /// <summary>Neither <c>sub</c> nor <c>client_id</c> nor <c>azp</c> says whose token it is.</summary>
    NoSubject,
}
