using System.Net;
using System.Text;
using McpTenants.Gateway.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace McpTenants.Gateway.Hosting;

/// <summary>What a client may do to a connection before it has proved anything.</summary>
internal static class KestrelLimits
{
    public static void Apply(KestrelServerOptions kestrel, GatewayOptions options, CertificateStore certificates)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        // Without this a header value may be decoded as Latin-1 here and as something else behind us.
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.ASCII;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        limits.MaxRequestBodySize = options.MaxRequestBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        // A held request must not hold its body in our memory: what is unread stays with the client.
        limits.MaxRequestBufferSize = 64 * 1024;
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.InitialStreamWindowSize = 96 * 1024;
        limits.Http2.InitialConnectionWindowSize = 256 * 1024;
        limits.Http2.MaxRequestHeaderFieldSize = 16 * 1024;
        // Without TLS there is no way to agree on HTTP/2 at one port; it comes with the gateway's own TLS edge.
        Listen(kestrel, options.Listen, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        Listen(kestrel, options.Listen, options.AdminPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(AdminConnection.Instance);
                return next(connection);
            });
        });
        ListenTls(kestrel, options, certificates);
    }

    /// <summary>The TLS port, if there is one.</summary>
    private static void ListenTls(KestrelServerOptions kestrel, GatewayOptions options, CertificateStore certificates)
    {
        if (options.TlsPort is { } port)
            Listen(kestrel, options.Listen, port, listen => TlsEdge.Use(listen, certificates));
    }

    /// <summary>"Any" goes through Kestrel's own method, which falls back to IPv4 where the node has no IPv6.</summary>
    private static void Listen(KestrelServerOptions kestrel, IPAddress address, int port, Action<ListenOptions> configure)
    {
        if (address.Equals(IPAddress.IPv6Any))
            kestrel.ListenAnyIP(port, configure);
        else
            kestrel.Listen(address, port, configure);
    }
}
