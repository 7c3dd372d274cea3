using System.Net;
using System.Net.Sockets;

namespace McpTenants.Bench.Processes;

/// <summary>Finds ports for processes that cannot choose one themselves.</summary>
internal static class FreePort
{
    /// <summary>A loopback endpoint that nobody listened on a moment ago.</summary>
    public static IPEndPoint Next()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)socket.LocalEndPoint!).Port);
    }
}
