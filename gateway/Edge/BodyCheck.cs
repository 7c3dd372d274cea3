using Microsoft.AspNetCore.Http.Features;

namespace McpTenants.Gateway.Edge;

/// <summary>Size and media types of a call, judged by its headers alone: the body stays unread until somebody can take it.</summary>
internal static class BodyCheck
{
    public static Refusal? Run(HttpContext context, long maxBytes)
    {
        var request = context.Request;
        if (request.ContentLength > maxBytes)
            return Refusals.TooLarge;
        // Without a length the limit is enforced while the body passes through.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = maxBytes;
        if (!IsJson(request.ContentType))
            return Refusals.MediaType;
        return Accepts(request, "application/json") && Accepts(request, "text/event-stream") ? null : Refusals.NotAcceptable;
    }

    /// <summary>A GET asks for an event stream and has no body.</summary>
    public static Refusal? RunGet(HttpRequest request)
    {
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
            return Refusals.Framing;
        return Accepts(request, "text/event-stream") ? null : Refusals.NotAcceptable;
    }

    private static bool IsJson(string? contentType)
    {
        var media = contentType.AsSpan();
        var semicolon = media.IndexOf(';');
        return (semicolon < 0 ? media : media[..semicolon]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Generous on purpose (wildcards count, no header means anything): the tenant's server has the last word.</summary>
    private static bool Accepts(HttpRequest request, string media)
    {
        if (request.Headers.Accept.Count == 0)
            return true;
        var group = media[..(media.IndexOf('/') + 1)] + "*";
        foreach (var range in request.Headers.Accept.SelectMany(v => (v ?? "").Split(',')))
        {
            var name = range.Split(';')[0].Trim();
            if (name == "*/*" || name.Equals(media, StringComparison.OrdinalIgnoreCase) || name.Equals(group, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
