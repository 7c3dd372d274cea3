using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Sidecars;

/// <summary>HTTP to servers in the same pod: loopback, whatever the server answers; nothing of a caller goes along.</summary>
internal static class SidecarHttp
{
    public static Uri Endpoint(SidecarConfiguration configuration) => new UriBuilder("http", "127.0.0.1", configuration.Port, configuration.Path).Uri;

    public static HttpClient Create(TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 64 << 10,
        };
        return new HttpClient(new SidecarGuard(handler, time)) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
