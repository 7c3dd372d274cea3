namespace McpTenants.Authorization;

/// <summary>One API key that is accepted, known only by its hash.</summary>
/// <param name="Name">Name for logs and audit; never part of the key.</param>
/// <param name="Sha256">SHA-256 of the key's UTF-8 bytes as 64 hexadecimal digits, optionally with the prefix <c>sha256:</c>.</param>
/// <param name="Expires">First moment at which the key is no longer accepted; null means that it does not expire.</param>
public sealed record ApiKeyHash(string Name, string Sha256, DateTimeOffset? Expires);
