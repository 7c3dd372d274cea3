using Microsoft.Extensions.Primitives;

namespace McpTenants.Gateway.Forwarding;

/// <summary>What a tenant's server may not say to a browser, because it would bind the neighbours under the same parent domain or the edge itself.</summary>
internal static class ResponseHeaderRules
{
    public static void Apply(IHeaderDictionary headers)
    {
        headers.Remove("Strict-Transport-Security");
        headers.Remove("Alt-Svc");
        headers.Remove("Server");
        headers.Remove("Server-Timing");
        headers.Remove("Clear-Site-Data");
        if (headers.SetCookie.Count > 0)
            headers.SetCookie = new StringValues([.. headers.SetCookie.Where(c => c is not null && IsHostOnly(c))]);
    }

    /// <summary>A cookie with a Domain attribute also goes to the neighbours.</summary>
    internal static bool IsHostOnly(string cookie) =>
        !cookie.Split(';').Skip(1).Any(a => a.Split('=')[0].Trim().Equals("Domain", StringComparison.OrdinalIgnoreCase));
}
