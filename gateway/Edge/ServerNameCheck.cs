using McpTenants.Gateway.Routing;
using Microsoft.AspNetCore.Connections.Features;

namespace McpTenants.Gateway.Edge;

/// <summary>
/// The name in the handshake and the host of the request must be one: otherwise a connection that was opened for one tenant (and perhaps
/// let in by something in front of us) would speak to another. A browser that shares connections between hosts takes the 421 as "open your own".
/// </summary>
internal static class ServerNameCheck
{
    public static bool Contradicts(HttpContext context) =>
        context.Features.Get<ITlsHandshakeFeature>() is { } handshake
        && !(HostName.TryRead(context.Request.Host.Value, out var host) && host.Equals(handshake.HostName, StringComparison.OrdinalIgnoreCase));
}
