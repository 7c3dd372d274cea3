namespace McpTenants.Operator.Jwks;

/// <summary>An issuer gave no usable key set. The message is fit for a condition.</summary>
internal sealed class IssuerException(string message, Exception? inner = null) : Exception(message, inner);
