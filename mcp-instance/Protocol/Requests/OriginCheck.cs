using Microsoft.AspNetCore.Http;

namespace McpTenants.Instance.Protocol;

/// <summary>Refuses browsers that were lured here from another site, and host names that were made to resolve to us (DNS rebinding).</summary>
internal static class OriginCheck
{
    private static readonly McpRefusal WrongOrigin = new(403, ErrorCodes.Refused, "The Origin is not allowed.");
    private static readonly McpRefusal WrongHost = new(421, ErrorCodes.Refused, "This server does not answer for the requested host.");

    public static McpRefusal? Run(HttpRequest request, McpHostOptions options)
    {
        if (options.AllowedHosts.Count > 0 && !options.AllowedHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return WrongHost;
        // "null" (sandboxed frames, files) is an origin like any other, and never on the list.
        return request.Headers.Origin switch
        {
            [] => null,
            [{ } origin] when options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase) => null,
            _ => WrongOrigin,
        };
    }
}
