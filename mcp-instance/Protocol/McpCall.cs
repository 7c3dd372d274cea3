using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Protocol;

/// <summary>One message as it came in a POST body, validated, with the facts a policy needs.</summary>
/// <param name="Context">The HTTP request it came with.</param>
/// <param name="Message">The message for the SDK.</param>
/// <param name="Method">JSON-RPC method; null for a response of the client.</param>
/// <param name="Name">Tool or prompt name or resource URI from the body, for the methods that have one.</param>
/// <param name="ProtocolVersion">The revision that the request declares; null when a legacy request declares none.</param>
public sealed record McpCall(HttpContext Context, JsonRpcMessage Message, string? Method, string? Name, string? ProtocolVersion)
{
    /// <summary>Whether the request follows revision 2026-07-28: no handshake, no session, everything in the request.</summary>
    public bool IsModern => ProtocolVersions.IsModern(ProtocolVersion);
}
