namespace McpTenants.Authorization;

/// <summary>Compares granted with required scopes.</summary>
public static class ScopeCheck
{
    /// <summary>The scopes that are required and not granted, in the order of the requirement; empty means that the operation is allowed.</summary>
    /// <param name="granted">Scopes of the token, compared case-sensitively (RFC 6749, section 3.3).</param>
    /// <param name="required">Scopes the operation needs, all of them.</param>
    public static IReadOnlyList<string> Missing(IReadOnlySet<string> granted, IEnumerable<string> required)
    {
        ArgumentNullException.ThrowIfNull(granted);
        ArgumentNullException.ThrowIfNull(required);
        return [.. required.Where(r => !granted.Contains(r))];
    }
}
