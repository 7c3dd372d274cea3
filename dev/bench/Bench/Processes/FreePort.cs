using System.Net;
using System.Net.Sockets;

namespace McpTenants.Bench.Processes;

/// <summary>Finds ports for processes that cannot choose one themselves.</summary>
internal static class FreePort
{
    // Above the ports of control planes and below those that Linux gives to outgoing connections: a port of theirs may be free when
    // we look and taken when the process, started later, listens.
    private const int First = 26_000;
    private const int Count = 6_700;

    private static int _next = Environment.ProcessId * 7;

    /// <summary>A loopback endpoint with a port on which nobody listened a moment ago, at any address; never the same twice.</summary>
    public static IPEndPoint Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return new IPEndPoint(IPAddress.Loopback, port);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }
}
