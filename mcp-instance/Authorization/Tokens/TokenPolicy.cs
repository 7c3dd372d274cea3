namespace McpTenants.Authorization;

/// <summary>What a token must say to be accepted by one tenant's server.</summary>
public sealed record TokenPolicy
{
    /// <summary>The only issuer accepted, compared with <c>iss</c> character by character (RFC 8414, section 2).</summary>
    public required string Issuer { get; init; }

    /// <summary>This server's canonical URL (RFC 8707), which must be one of the token's audiences, character by character.</summary>
    public required string Audience { get; init; }

    /// <summary>Whether tokens that name further audiences are refused. Default false: RFC 7519 allows several.</summary>
    public bool SingleAudience { get; init; }

    /// <summary>Tolerated difference between our clock and the issuer's, applied to exp, nbf and iat. Default 60 s, at most 300 s.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest accepted time from <c>iat</c> (or from now, without it) to <c>exp</c>; null, the default, means any.</summary>
    public TimeSpan? MaximumLifetime { get; init; }

    /// <summary>A claim that ties the token to the tenant; null, the default, means that the audience alone does.</summary>
    public RequiredClaim? TenantClaim { get; init; }
}

/// <summary>A claim that must be present with exactly this value, or, when it is an array, contain it.</summary>
/// <param name="Name">Name of a top-level claim.</param>
/// <param name="Value">The value, compared ordinally.</param>
public sealed record RequiredClaim(string Name, string Value);
