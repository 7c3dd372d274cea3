using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace McpTenants.Gateway.Tls;

/// <summary>TLS on a port of the gateway's own: the name that the client asks for decides the certificate, and a name without one gets no handshake.</summary>
internal static class TlsEdge
{
    public static void Use(ListenOptions listen, CertificateStore store)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = TimeSpan.FromSeconds(10),
            OnConnection = context => ValueTask.FromResult(OptionsFor(store.Current.Find(context.ClientHelloInfo.ServerName))),
        });
    }

    private static SslServerAuthenticationOptions OptionsFor(ServedCertificate? certificate) => certificate is null
        ? throw new AuthenticationException("There is no certificate for this name.")
        : new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Context,
            // No null cipher and nothing older than 1.2, whatever the image's OpenSSL would still do.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
}
