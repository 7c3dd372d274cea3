using McpTenants.Instance.Connectors.Requests;

namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>Redirects are followed to the same origin only, so that neither a credential nor a request's content goes to somebody the spec did not name.</summary>
internal static class Redirects
{
    public const int Maximum = 3;

    public static bool IsRedirect(HttpResponseMessage response) => (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;

    /// <summary>The request to send next.</summary>
    /// <exception cref="UpstreamException">The redirect is not followed.</exception>
    public static PreparedRequest Next(PreparedRequest request, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.Headers.Location is not { } location || !Uri.TryCreate(request.Url, location, out var target))
            throw new UpstreamException($"The service answered {status} without a usable Location.");
        if (target.Scheme != request.Url.Scheme || target.Host != request.Url.Host || target.Port != request.Url.Port || target.UserInfo.Length > 0)
            throw new UpstreamException("The service redirects to another host, which is not followed.");
        if (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || status is 307 or 308)
            return request with { Url = target };
        return status is 303
            ? request with { Url = target, Method = HttpMethod.Get, Body = null, MediaType = null }
            : throw new UpstreamException($"The service answered a {request.Method} with a redirect ({status}), which is not followed.");
    }
}
