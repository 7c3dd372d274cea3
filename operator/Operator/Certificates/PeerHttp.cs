using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using McpTenants.Authorization.Peers;

namespace McpTenants.Operator.Certificates;

/// <summary>
/// HTTP to pods of tenants. A request names the tenant as its host, so that no connection is ever shared between tenants, and says beside it where the pod
/// is and whether it proves who it is.
/// </summary>
internal sealed class PeerHttp(OperatorIdentity identity, TimeProvider time)
{
    private static readonly HttpRequestOptionsKey<Peer> Key = new("peer");

    /// <summary>A request to a pod.</summary>
    public static HttpRequestMessage Request(HttpMethod method, Peer peer, int port, string path)
    {
        // TLS is ours, below: for the HTTP client this is a plain connection.
        var request = new HttpRequestMessage(method, new UriBuilder("http", PeerNames.TenantHost(peer.TenantUid), port, path).Uri);
        request.Options.Set(Key, peer);
        return request;
    }

    /// <summary>Connections for such requests. None is kept, as an address outlives its pod.</summary>
    public SocketsHttpHandler Handler(TimeSpan connectTimeout) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = ConnectAsync,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(Key, out var peer))
            throw new InvalidOperationException("the request names no peer");
        var socket = new Socket(peer.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(peer.Address, context.DnsEndPoint.Port), cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return peer.MutualTls ? await PeerTls.ConnectAsync(stream, await identity.GetAsync(cancellationToken), peer.TenantUid, time.GetUtcNow(), cancellationToken) : stream;
        }
        catch (AuthenticationException e)
        {
            throw new IOException("the pod does not prove to be the tenant's", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A pod to speak to.</summary>
/// <param name="TenantUid">Whose it must be.</param>
/// <param name="Address">Where it is.</param>
/// <param name="MutualTls">Whether it proves that, and demands the same of us.</param>
internal sealed record Peer(string TenantUid, IPAddress Address, bool MutualTls);
