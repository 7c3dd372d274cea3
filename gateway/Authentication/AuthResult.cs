using McpTenants.Gateway.Edge;

namespace McpTenants.Gateway.Authentication;

/// <summary>Either a caller (a stable name within the tenant, for rate limits) or the refusal.</summary>
/// <param name="Caller">The caller.</param>
/// <param name="Refusal">The refusal.</param>
/// <param name="Expires">When the credential ends; null: never.</param>
internal readonly record struct AuthResult(string? Caller, Refusal? Refusal, DateTimeOffset? Expires = null)
{
    public static AuthResult Of(string caller, DateTimeOffset? expires = null) => new(caller, null, expires);

    public static AuthResult Refused(Refusal refusal) => new(null, refusal);
}
