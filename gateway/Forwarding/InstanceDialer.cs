using System.Net;
using System.Net.Sockets;

namespace McpTenants.Gateway.Forwarding;

/// <summary>Opens connections to pods. Whatever it returns has proved to belong to the tenant.</summary>
internal sealed class InstanceDialer(int port, TimeSpan timeout, TimeProvider time)
{
    public int Port => port;

    /// <exception cref="InstanceUnreachableException">No usable connection came about.</exception>
    public async Task<Stream> ConnectAsync(IPAddress address, string tenantUid, bool mustBeReady, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        NetworkStream? stream = null;
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            await IdentityCheck.RunAsync(stream, tenantUid, mustBeReady, either.Token);
            return stream;
        }
        catch (Exception e)
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            ct.ThrowIfCancellationRequested();
            if (e is InstanceUnreachableException)
                throw;
            throw new InstanceUnreachableException(e is OperationCanceledException ? "the pod did not answer in time" : "the pod cannot be reached", e);
        }
    }
}
