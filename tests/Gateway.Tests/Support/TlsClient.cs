using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.Support;

/// <summary>An HTTPS client that trusts one authority and reaches the gateway's TLS port under any name.</summary>
internal sealed class TlsClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _ownHandshake;

    /// <param name="gateway">Where.</param>
    /// <param name="authority">Whom to trust.</param>
    /// <param name="serverName">The name in the handshake, for HTTP/1.1; null: the host of the request.</param>
    public TlsClient(IPEndPoint gateway, TestAuthority authority, string? serverName = null)
    {
        _ownHandshake = serverName is not null;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, ct) =>
            {
                Interlocked.Increment(ref Connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(gateway, ct);
                var plain = new NetworkStream(socket, ownsSocket: true);
                if (serverName is null)
                    return plain;
                // The handler itself always asks for the host of the request.
                var secure = new SslStream(plain);
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = serverName, RemoteCertificateValidationCallback = (_, _, _, _) => true }, ct);
                return secure;
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (stream, certificate, _, _) =>
                {
                    Seen = (X509Certificate2)certificate!;
                    return authority.Trusts(Seen, ((SslStream)stream).TargetHostName);
                },
            },
        });
    }

    public int Connections;

    /// <summary>The certificate of the last handshake.</summary>
    public X509Certificate2? Seen { get; private set; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Version version, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        if (!_ownHandshake)
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "https", Port = 443 }.Uri;
        request.Version = version;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return _http.SendAsync(request, until, TestContext.Current.CancellationToken);
    }

    /// <summary>A bare handshake; the certificate, or null when the server refused.</summary>
    public static async Task<X509Certificate2?> HandshakeAsync(IPEndPoint gateway, string? name, SslProtocols protocols = SslProtocols.None)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(gateway, TestContext.Current.CancellationToken);
        await using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = name, EnabledSslProtocols = protocols, RemoteCertificateValidationCallback = (_, _, _, _) => true },
                TestContext.Current.CancellationToken);
            return X509CertificateLoader.LoadCertificate(stream.RemoteCertificate!.GetRawCertData());
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}
