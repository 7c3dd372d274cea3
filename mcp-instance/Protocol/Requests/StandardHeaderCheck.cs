using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Protocol;

/// <summary>Mcp-Method and Mcp-Name must mirror the body (revision 2026-07-28). Nothing is ever decided on these headers alone.</summary>
internal static class StandardHeaderCheck
{
    public static McpRefusal? Run(IHeaderDictionary headers, JsonRpcShape shape)
    {
        var method = HeaderNames.Single(headers, HeaderNames.Method);
        if (method is null)
            return McpRefusal.HeaderMismatch("The Mcp-Method header is missing.");
        if (method != shape.Method)
            return McpRefusal.HeaderMismatch("The Mcp-Method header does not match the request's method.");
        if (shape.Method is not ("tools/call" or "prompts/get" or "resources/read"))
            return null;
        var name = HeaderNames.Single(headers, HeaderNames.Name);
        if (name is null)
            return McpRefusal.HeaderMismatch("The Mcp-Name header is missing.");
        return Decode(name) is { } decoded && decoded == shape.RoutingName
            ? null
            : McpRefusal.HeaderMismatch("The Mcp-Name header does not match the request.");
    }

    /// <summary>The value of a mirrored header: plain ASCII, or the base64 form; null when it is neither.</summary>
    internal static string? Decode(string value) => value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? null : McpHeaderEncoder.DecodeValue(value);
}
