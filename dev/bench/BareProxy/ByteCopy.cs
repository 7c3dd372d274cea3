using System.Net;
using System.Net.Sockets;

namespace McpTenants.BareProxy;

/// <summary>One connection to the target for each from a client; whatever comes from one goes to the other.</summary>
internal static class ByteCopy
{
    public static async Task RunAsync(IPEndPoint listen, IPEndPoint target)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(listen);
        listener.Listen();
        while (true)
            _ = ServeAsync(await listener.AcceptAsync(), target);
    }

    private static async Task ServeAsync(Socket client, IPEndPoint target)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(target);
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
            }
            catch (SocketException)
            {
                // Whoever broke it off knows.
            }
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var read and > 0)
                await to.SendAsync(buffer.AsMemory(0, read));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other direction ends with this one.
        }
    }
}
