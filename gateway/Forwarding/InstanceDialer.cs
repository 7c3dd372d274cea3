using System.Net;
using System.Net.Sockets;
using McpTenants.Authorization.Peers;
using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Forwarding;

/// <summary>Opens connections to pods. Whatever it returns has proved to belong to the tenant: by its certificate where pods have one, else by what it says.</summary>
/// <param name="port">Port of the instances.</param>
/// <param name="timeout">Bound of one attempt.</param>
/// <param name="time">Its clock.</param>
/// <param name="identity">Our certificate; null: pods that demand one cannot be reached.</param>
internal sealed class InstanceDialer(int port, TimeSpan timeout, TimeProvider time, PeerIdentityFiles? identity = null)
{
    public int Port => port;

    /// <param name="pod">The pod.</param>
    /// <param name="tenantUid">Whose it must be.</param>
    /// <param name="mustBeReady">Whether an instance that is still starting is as good as none.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="reached">Told when somebody listens there.</param>
    /// <exception cref="InstanceUnreachableException">No usable connection came about.</exception>
    public async Task<Stream> ConnectAsync(InstancePod pod, string tenantUid, bool mustBeReady, CancellationToken ct, Action? reached = null)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var socket = new Socket(pod.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(new IPEndPoint(pod.Address, port), either.Token);
            reached?.Invoke();
            stream = new NetworkStream(socket, ownsSocket: true);
            if (pod.MutualTls)
                stream = await ProveAsync(stream, tenantUid, either.Token);
            // Also over TLS: with TLS 1.3 we learn only by an answer that our own certificate was accepted.
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
            throw new InstanceUnreachableException(
                e switch
                {
                    OperationCanceledException => "the pod did not answer in time",
                    System.Security.Authentication.AuthenticationException => "the pod does not prove to be the tenant's",
                    _ => "the pod cannot be reached",
                },
                e);
        }
    }

    private async Task<Stream> ProveAsync(Stream stream, string tenantUid, CancellationToken ct)
    {
        if (identity is null)
            throw new InstanceUnreachableException("the pod demands mutual TLS and this gateway has no certificate");
        return await PeerTls.ConnectAsync(stream, identity.Current, tenantUid, time.GetUtcNow(), ct);
    }
}
