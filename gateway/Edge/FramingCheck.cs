namespace McpTenants.Gateway.Edge;

/// <summary>Refuses requests that two HTTP implementations could cut differently (request smuggling).</summary>
internal static class FramingCheck
{
    /// <summary>
    /// Kestrel lets Transfer-Encoding win over Content-Length, as RFC 9112 allows, and keeps the latter under another name; the RFC's other
    /// choice, refusing, is the safe one for something that stands in front of others.
    /// </summary>
    private const string SupersededContentLength = "X-Content-Length";

    public static bool IsAmbiguous(HttpRequest request)
    {
        var headers = request.Headers;
        return headers.TransferEncoding.Count > 0 && (headers.ContentLength is not null || headers.ContainsKey(SupersededContentLength))
            || headers.Host.Count != 1
            || headers.Authorization.Count > 1
            || headers.ContentType.Count > 1;
    }
}
