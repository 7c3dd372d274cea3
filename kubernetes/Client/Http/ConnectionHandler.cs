using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace k8s.Http;

/// <summary>Owns the connections. A renewed client certificate gets new ones; streams on the old ones run to their end.</summary>
internal sealed class ConnectionHandler(KubernetesClientConfiguration configuration) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private Pool? _pool;
    private bool _disposed;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var certificate = configuration.ExecCredentials is { } exec ? await exec.GetCertificateAsync(cancellationToken).ConfigureAwait(false) : null;
        return await PoolFor(certificate).Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _disposed = true;
            _pool?.Invoker.Dispose();
        }

        base.Dispose(disposing);
    }

    private Pool PoolFor(X509Certificate2? certificate)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_pool is { } pool && ReferenceEquals(pool.Certificate, certificate))
                return pool;
            // Disposing closes idle connections; busy ones close when their last stream ends.
            _pool?.Invoker.Dispose();
            var handler = CreateHandler(configuration, certificate ?? configuration.LoadClientCertificate());
            return _pool = new Pool(new HttpMessageInvoker(handler), certificate);
        }
    }

    private static SocketsHttpHandler CreateHandler(KubernetesClientConfiguration settings, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // The environment's proxy is for the internet; a cluster behind one says so in its kubeconfig.
            UseProxy = settings.ProxyUrl is not null,
            Proxy = settings.ProxyUrl is { } proxy ? new WebProxy(proxy) : null,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            // A vanished peer is noticed within 25 s, far below load balancers' idle limits.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            // New connections see new addresses, CA files and certificates; running streams are not cut.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            SslOptions = TlsOptions.For(settings, certificate),
        };
        if (settings.TlsServerName is { Length: > 0 } name && settings.Host.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            handler.ConnectCallback = new NamedTlsConnector(handler.SslOptions, name, allowHttp2: !settings.DisableHttp2).ConnectAsync;
        settings.FirstMessageHandlerSetup?.Invoke(handler);
        return handler;
    }

    private sealed record Pool(HttpMessageInvoker Invoker, X509Certificate2? Certificate);
}
