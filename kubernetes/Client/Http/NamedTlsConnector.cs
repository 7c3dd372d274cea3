using System.Net.Security;
using System.Net.Sockets;

namespace k8s.Http;

/// <summary>
/// Connects to the server's address but asks for, and checks, another name (<c>tls-server-name</c>). The handler itself would only do that
/// through the Host header, which the server would then see as well.
/// </summary>
internal sealed class NamedTlsConnector(SslClientAuthenticationOptions options, string serverName, bool allowHttp2)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct).ConfigureAwait(false);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(Options(), ct).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = serverName,
        RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
        ClientCertificateContext = options.ClientCertificateContext,
        ApplicationProtocols = allowHttp2 ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http11],
    };
}
