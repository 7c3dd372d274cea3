using McpTenants.Instance.Protocol;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Tools;

/// <summary>The one answer for resources that are not there, hidden, or nobody's: nothing can be probed.</summary>
internal static class ResourceErrors
{
    public static McpProtocolException NotFound(RequestContext<ReadResourceRequestParams> request)
    {
        // The code changed with 2026-07-28, the text did not.
        var code = request.JsonRpcRequest.Context?.ProtocolVersion == ProtocolVersions.Modern ? McpErrorCode.InvalidParams : McpErrorCode.ResourceNotFound;
        var error = new McpProtocolException("There is no such resource.", code);
        // Both revisions want the URI repeated. It goes to nobody but the caller who sent it, and only if it is a URI of bounded length.
        if (request.Params?.Uri is { } uri && ResourceUri.IsValid(uri))
            error.Data["uri"] = uri;
        return error;
    }
}
