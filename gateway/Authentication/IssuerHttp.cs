using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using McpTenants.Api;

namespace McpTenants.Gateway.Authentication;

/// <summary>
/// The HTTP client for issuers. Tenants name them, so it goes nowhere but to public addresses unless the platform allows more, and checks the
/// address it really connects to: a name may resolve to something else at every look-up.
/// </summary>
internal static class IssuerHttp
{
    public static HttpMessageInvoker Create(bool allowPrivate, X509Certificate2Collection? extraAuthorities) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        SslOptions = Tls(extraAuthorities),
        ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, allowPrivate, ct),
    });

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowPrivate, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, ct);
        var allowed = addresses.Where(a => allowPrivate || !ForbiddenRanges.Contains(a)).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException($"{target.Host} has no address that may be asked");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static SslClientAuthenticationOptions Tls(X509Certificate2Collection? extra)
    {
        var options = new SslClientAuthenticationOptions();
        if (extra is null)
            return options;
        // Additional, not instead: the name and the usual authorities still count.
        options.RemoteCertificateValidationCallback = (_, certificate, presented, errors) =>
            errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 leaf && IsIssuedBy(leaf, presented, extra));
        return options;
    }

    private static bool IsIssuedBy(X509Certificate2 leaf, X509Chain? presented, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // serverAuth: a certificate for something else must not pass because a private authority signed it.
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(leaf);
    }
}
