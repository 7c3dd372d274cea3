using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace McpCall;

/// <summary>Makes HTTP clients that trust one given authority and dial a given address whatever the host name says (curl's <c>--cacert</c> and <c>--connect-to</c>).</summary>
public static class EdgeHttpClient
{
    /// <summary>Creates a client.</summary>
    /// <param name="caFile">PEM file of the only authority to trust; null trusts the machine's store.</param>
    /// <param name="address">Address to dial instead of resolving the host name; null resolves it.</param>
    /// <returns>A client that the caller disposes; its timeout is 60 s, above the longest wake.</returns>
    public static HttpClient Create(string? caFile, IPAddress? address)
    {
        var handler = new SocketsHttpHandler();
        if (caFile is not null)
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(caFile);
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // A laboratory authority publishes no revocation list.
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        if (address is not null)
            handler.ConnectCallback = async (context, token) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(address, context.DnsEndPoint.Port, token);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };

        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
    }
}
