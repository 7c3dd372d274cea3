using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace McpTenants.Authorization;

/// <summary>Outcome of validating a token: either its facts or a stable reason, never both.</summary>
public sealed class TokenResult
{
    private TokenResult(TokenRejection rejection) => Rejection = rejection;

    /// <summary>True when the token is valid and the other members are set.</summary>
    [MemberNotNullWhen(true, nameof(Subject))]
    public bool IsValid => Rejection is TokenRejection.None;

    /// <summary>The reason of a refusal, or <see cref="TokenRejection.None"/>.</summary>
    public TokenRejection Rejection { get; }

    /// <summary>The caller within the issuer: <c>sub</c>, or for client credentials without it <c>client_id</c> or <c>azp</c>. Null when refused.</summary>
    public string? Subject { get; private init; }

    /// <summary>The granted scopes: <c>scope</c> (RFC 8693, space-separated) together with <c>scp</c> (string or array). Empty when refused.</summary>
    public IReadOnlySet<string> Scopes { get; private init; } = FrozenSet<string>.Empty;

    /// <summary>All claims of the payload. Empty when refused: nothing of an unproved token may be used.</summary>
    public IReadOnlyDictionary<string, JsonElement> Claims { get; private init; } = FrozenDictionary<string, JsonElement>.Empty;

    /// <summary>When the token stops being valid, without clock skew. <see cref="DateTimeOffset.MinValue"/> when refused.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    internal static TokenResult Invalid(TokenRejection rejection) => new(rejection);

    internal static TokenResult Valid(string subject, IReadOnlySet<string> scopes, IReadOnlyDictionary<string, JsonElement> claims, DateTimeOffset expiresAt) =>
        new(TokenRejection.None) { Subject = subject, Scopes = scopes, Claims = claims, ExpiresAt = expiresAt };
}
