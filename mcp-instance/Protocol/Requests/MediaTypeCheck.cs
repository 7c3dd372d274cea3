using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace McpTenants.Instance.Protocol;

/// <summary>Content-Type must be JSON (415) and Accept must list both response forms (406), as the transport demands.</summary>
internal static class MediaTypeCheck
{
    private static readonly McpRefusal UnsupportedMediaType = new(415, ErrorCodes.Refused, "Content-Type must be application/json.");
    private static readonly McpRefusal NotAcceptable = new(406, ErrorCodes.Refused, "Accept must list both application/json and text/event-stream.");

    public static McpRefusal? Run(HttpRequest request)
    {
        if (!IsJson(request.ContentType) || !StringValues.IsNullOrEmpty(request.Headers.ContentEncoding))
            return UnsupportedMediaType;
        return Accepts(request.Headers.Accept, "application/", "json") && Accepts(request.Headers.Accept, "text/", "event-stream") ? null : NotAcceptable;
    }

    private static bool IsJson(string? contentType)
    {
        if (contentType is null)
            return false;
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        var type = semicolon < 0 ? contentType : contentType[..semicolon];
        if (!type.Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return false;
        // JSON is UTF-8 (RFC 8259); another charset would let two parsers read two different texts.
        var charset = contentType.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        return charset < 0 || contentType.AsSpan(charset + 8).Trim().TrimStart('"').StartsWith("utf-8", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Accepts(StringValues accept, string type, string subtype)
    {
        foreach (var value in accept)
        {
            foreach (var range in (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                var media = range.Split(';', 2)[0].TrimEnd();
                if (media.Equals("*/*", StringComparison.Ordinal)
                    || (media.StartsWith(type, StringComparison.OrdinalIgnoreCase) && media[type.Length..] is var rest
                        && (rest == "*" || rest.Equals(subtype, StringComparison.OrdinalIgnoreCase))))
                    return true;
            }
        }
        return false;
    }
}
