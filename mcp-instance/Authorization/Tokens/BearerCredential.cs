namespace McpTenants.Authorization;

/// <summary>What the Authorization header of a request carries.</summary>
public enum BearerPresence
{
    /// <summary>No Authorization header: the challenge names no error (RFC 6750, section 3.1).</summary>
    Missing,

    /// <summary>More than one header, another scheme, or no token after the scheme.</summary>
    Malformed,

    /// <summary>Exactly one bearer token, not validated yet.</summary>
    Present,
}

/// <summary>Reads a bearer token from Authorization header values; there is no other place a token is taken from (never the query string).</summary>
public static class BearerCredential
{
    private const string Scheme = "Bearer ";

    /// <summary>Reads the token.</summary>
    /// <param name="authorization">All values of the Authorization header.</param>
    /// <param name="token">The token without its scheme; empty unless <see cref="BearerPresence.Present"/>.</param>
    public static BearerPresence Read(IReadOnlyList<string?> authorization, out string token)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        token = "";
        if (authorization.Count == 0 || authorization is [null or ""])
            return BearerPresence.Missing;
        if (authorization is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return BearerPresence.Malformed;
        var candidate = value[Scheme.Length..].Trim(' ');
        if (candidate.Length == 0 || candidate.AsSpan().ContainsAnyExceptInRange('!', '~') || candidate.Contains(','))
            return BearerPresence.Malformed;
        token = candidate;
        return BearerPresence.Present;
    }
}
