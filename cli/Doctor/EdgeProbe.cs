using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace McpTenants.Cli.Doctor;

/// <summary>Looks at the certificate of a tenant's host the way a client meets it; sends no request.</summary>
internal static class EdgeProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What a name resolves to, here.</summary>
    public static async Task<Reading<IPAddress[]>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return new(await Dns.GetHostAddressesAsync(host, cancellationToken));
        }
        catch (SocketException e)
        {
            return new(null, e.Message);
        }
    }

    /// <summary>Shakes hands with an edge.</summary>
    /// <param name="host">The name in the handshake.</param>
    /// <param name="addresses">Where the edge may be; the first that answers counts.</param>
    /// <param name="port">Its port.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Reading<EdgeCertificate>> HandshakeAsync(string host, IEnumerable<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        var problem = $"no address of {host} is known from here";
        foreach (var address in addresses)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(Patience);
            try
            {
                return new(await HandshakeAsync(host, new IPEndPoint(address, port), timeout.Token));
            }
            catch (Exception e) when (e is SocketException or IOException or AuthenticationException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                problem = $"{address}:{port}: {(e is OperationCanceledException ? "no answer" : e.Message)}";
            }
        }

        return new(null, problem);
    }

    private static async Task<EdgeCertificate?> HandshakeAsync(string host, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        EdgeCertificate? seen = null;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint, cancellationToken);
        await using var stream = new SslStream(new NetworkStream(socket));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                // The verdict is the result here: nothing is sent over this connection.
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    if (certificate is System.Security.Cryptography.X509Certificates.X509Certificate2 certificate2)
                    {
                        seen = new EdgeCertificate(
                            host, new DateTimeOffset(certificate2.NotAfter.ToUniversalTime()), !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch), !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors));
                    }

                    return true;
                },
            },
            cancellationToken);
        return seen;
    }
}
