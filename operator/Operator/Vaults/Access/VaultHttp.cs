using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using McpTenants.Operator.Jwks;

namespace McpTenants.Operator.Vaults.Access;

/// <summary>
/// The one pool of connections to vaults and their directories. No redirects, no proxy, no cookies: a request goes to the host that the platform wrote down, or
/// it fails.
/// </summary>
internal sealed class VaultHttp : IDisposable
{
    private static readonly IPAddress WireServer = IPAddress.Parse("168.63.129.16");

    private readonly HttpClient client;

    /// <summary>Makes the pool; nothing is sent.</summary>
    public VaultHttp(VaultOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = options.Timeout,

            // Names of vaults move between addresses.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustedRoots.Policy(options.CaFile) },
        };

        // The pipeline of the client has its own time limit for each answer.
        client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        Transport = new HttpClientTransport(client);
    }

    /// <summary>What Azure's clients send through.</summary>
    public HttpClientTransport Transport { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Transport.Dispose();
        client.Dispose();
    }

    // Private addresses are what a private endpoint has. A node's metadata service is no vault, whatever a name says.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var addresses = await ResolveAsync(target.Host, cancellationToken);
        if (addresses.FirstOrDefault(IsForbidden) is { } forbidden)
        {
            throw new IOException($"{target.Host} has the address {forbidden}, which no vault has");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Names below localhost are this machine by definition, whatever a resolver makes of them (RFC 6761, 6.3).
    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? Task.FromResult<IPAddress[]>([IPAddress.Loopback]) : Dns.GetHostAddressesAsync(host, cancellationToken);

    private static bool IsForbidden(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.IsIPv6LinkLocal || plain.Equals(WireServer) || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..]);
    }
}
