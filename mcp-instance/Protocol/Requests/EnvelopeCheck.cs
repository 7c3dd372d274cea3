using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Protocol;

/// <summary>
/// Finds out which revision a request speaks and holds header and body against each other. Both must agree, because intermediaries decide on the header
/// and the server on the body.
/// </summary>
internal static class EnvelopeCheck
{
    // Removed by 2026-07-28; the SDK would still answer some of them.
    private static readonly string[] RemovedMethods = ["initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"];

    public static McpRefusal? Run(IHeaderDictionary headers, JsonRpcShape shape, out string? version)
    {
        version = HeaderNames.Single(headers, HeaderNames.ProtocolVersion);
        var meta = shape.Meta(MetaKeys.ProtocolVersion);
        var declared = meta is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        if (version is null)
            return ProtocolVersions.IsModern(declared) ? McpRefusal.HeaderMismatch("The MCP-Protocol-Version header is missing.") : null;
        if (declared is not null && declared != version)
            return McpRefusal.HeaderMismatch("The MCP-Protocol-Version header does not match the request's _meta.");
        if (ProtocolVersions.IsLegacy(version))
            return null;
        if (!ProtocolVersions.IsModern(version))
            return Unsupported(version);
        return CheckModern(shape, declared);
    }

    private static McpRefusal? CheckModern(JsonRpcShape shape, string? declared)
    {
        if (shape.IsResponse)
            return McpRefusal.InvalidRequest("This revision has no requests from server to client that could be answered.");
        if (shape.Id is null)
            return null; // Notifications carry no metadata.
        if (declared is null)
            return McpRefusal.InvalidParams($"The request must carry _meta[\"{MetaKeys.ProtocolVersion}\"].");
        if (shape.Meta(MetaKeys.ClientCapabilities) is not { ValueKind: JsonValueKind.Object })
            return McpRefusal.InvalidParams($"The request must carry _meta[\"{MetaKeys.ClientCapabilities}\"] as an object.");
        return RemovedMethods.Contains(shape.Method, StringComparer.Ordinal)
            ? new McpRefusal(404, ErrorCodes.MethodNotFound, "The method does not exist in this protocol revision.")
            : null;
    }

    // Only the version that server/discover announces as well: a client that gets this error is expected to pick from the list without a handshake.
    private static McpRefusal Unsupported(string version) => new(400, ErrorCodes.UnsupportedVersion, "The protocol version is not supported.")
    {
        Data = new JsonObject { ["supported"] = new JsonArray(ProtocolVersions.Modern), ["requested"] = version },
    };
}
