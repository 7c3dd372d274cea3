namespace McpTenants.Operator.Jwks;

/// <summary>What decides which keys a tenant trusts. Tenants with equal values share one poll.</summary>
/// <param name="Issuer">The issuer as tokens name it.</param>
/// <param name="JwksUri">Where its keys are; empty to find out by discovery.</param>
/// <param name="CaBundle">Extra certificate authorities in PEM; empty for the system's.</param>
internal sealed record IssuerKey(string Issuer, string JwksUri, string CaBundle);
