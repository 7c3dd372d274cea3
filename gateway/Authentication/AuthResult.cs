using McpTenants.Gateway.Edge;

namespace McpTenants.Gateway.Authentication;

/// <summary>Either a caller (a stable name within the tenant, for rate limits) or the refusal.</summary>
internal readonly record struct AuthResult(string? Caller, Refusal? Refusal)
{
    public static AuthResult Of(string caller) => new(caller, null);

    public static AuthResult Refused(Refusal refusal) => new(null, refusal);
}
