using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>HTTP clients for services: no proxy from the environment, no cookies kept, no redirect followed by itself, no trace headers, no connection to private addresses.</summary>
internal static class UpstreamHttp
{
    /// <param name="connect">Opens connections.</param>
    /// <param name="caBundle">PEM certificates to trust instead of the well-known ones; null: those.</param>
    /// <exception cref="FormatException">The bundle holds no certificate.</exception>
    public static HttpMessageInvoker Create(GuardedConnect connect, string? caBundle)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = connect.ConnectAsync,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // Names are looked up again now and then, and idle sockets do not outlive a sleepy service.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            MaxConnectionsPerServer = 32,
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 64 << 10,
            // Whoever calls this server, and through what, is nobody else's business.
            ActivityHeadersPropagator = null,
        };
        if (caBundle is not null)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(caBundle) };
        return new HttpMessageInvoker(handler);
    }

    private static X509ChainPolicy Trusting(string pem)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new FormatException("its caBundle cannot be read", e);
        }
        return policy.CustomTrustStore.Count > 0 ? policy : throw new FormatException("its caBundle holds no certificate");
    }
}
