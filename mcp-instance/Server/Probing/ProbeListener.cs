using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace McpTenants.Instance.Probing;

/// <summary>
/// Accepts connections and says nothing. The operator opens one at the first port, which its policy allows, tries the others, which none allows, and closes
/// the first when it is done.
/// </summary>
internal sealed class ProbeListener : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly ConcurrentDictionary<int, bool> _accepted = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Listens.</summary>
    public ProbeListener(IReadOnlyList<int> ports, CancellationToken ct)
    {
        for (var i = 0; i < ports.Count; i++)
        {
            var socket = Listen(ports[i]);
            _sockets.Add(socket);
            _ = AcceptAsync(socket, ((IPEndPoint)socket.LocalEndPoint!).Port, holds: i == 0, ct);
        }

        if (ports.Count == 0)
            _released.SetResult();
    }

    /// <summary>Ports at which somebody connected.</summary>
    public IReadOnlyList<int> Accepted => [.. _accepted.Keys.Order()];

    /// <summary>Ports that it listens at, in the order in which they were asked for.</summary>
    public IReadOnlyList<int> Ports => [.. _sockets.Select(s => ((IPEndPoint)s.LocalEndPoint!).Port)];

    /// <summary>Ends when a connection at the first port was closed by whoever opened it.</summary>
    public Task Released => _released.Task;

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private static Socket Listen(int port)
    {
        var any = Socket.OSSupportsIPv6;
        var socket = new Socket(any ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (any)
            socket.DualMode = true;
        socket.Bind(new IPEndPoint(any ? IPAddress.IPv6Any : IPAddress.Any, port));
        socket.Listen();
        return socket;
    }

    private async Task AcceptAsync(Socket listener, int port, bool holds, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var peer = await listener.AcceptAsync(ct).ConfigureAwait(false);
                _accepted[port] = true;
                _ = HoldAsync(peer, holds, ct);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end of the probe.
        }
    }

    private async Task HoldAsync(Socket peer, bool releases, CancellationToken ct)
    {
        using (peer)
        {
            try
            {
                // Nobody has anything to say here: the first byte ends it like the last.
                await peer.ReceiveAsync(new byte[1], ct).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // Closed the hard way.
            }
        }

        if (releases)
            _released.TrySetResult();
    }
}
