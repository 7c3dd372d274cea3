using System.Collections.Frozen;

namespace McpTenants.Gateway.Edge;

/// <summary>
/// Browsers name the page that sends a request. A page of another site must not reach a tenant with its visitor's means (DNS rebinding); MCP
/// demands the check on every connection.
/// </summary>
internal sealed class OriginCheck(IEnumerable<string> allowed)
{
    private readonly FrozenSet<string> _allowed = allowed.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>No Origin, the tenant's own https origin, or one that the platform listed.</summary>
    public bool Allows(HttpRequest request, IReadOnlyList<string> tenantHosts)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0)
            return true;
        if (origin.Count != 1 || origin[0] is not { } value)
            return false;
        return _allowed.Contains(value) || tenantHosts.Any(h => value.Equals("https://" + h, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Lets pages of the listed origins read our answers; the tenant's own pages need no permission.</summary>
    public void AddCors(HttpContext context)
    {
        if (context.Request.Headers.Origin is not [{ } origin] || !_allowed.Contains(origin))
            return;
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.AccessControlExposeHeaders = "Mcp-Session-Id, WWW-Authenticate, Retry-After, Server-Timing";
        if (!HttpMethods.IsOptions(context.Request.Method))
            return;
        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "600";
    }
}
