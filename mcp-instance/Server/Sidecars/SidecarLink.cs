using System.Text.Json.Nodes;
using McpTenants.Instance.Configuration;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>One life of the connection to a server: the client for what concerns everybody, and transports for what concerns one caller only.</summary>
internal sealed class SidecarLink : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly Uri endpoint;

    private SidecarLink(string server, McpClient client, HttpClient http, Uri endpoint) => (Server, Client, this.http, this.endpoint) = (server, client, http, endpoint);

    /// <summary>Name of the server.</summary>
    public string Server { get; }

    public McpClient Client { get; }

    /// <summary>Whether the server speaks revision 2026-07-28: each request then says by itself what its caller can do.</summary>
    public bool IsModern => IsModernVersion(Client.NegotiatedProtocolVersion);

    /// <summary>Tools whose schemas ask for headers, and say so correctly.</summary>
    public IReadOnlyDictionary<string, Tool> Annotated { get; set; } = new Dictionary<string, Tool>(StringComparer.Ordinal);

    public static bool IsModernVersion(string? version) => string.CompareOrdinal(version, Protocol.ProtocolVersions.Modern) >= 0;

    public static async Task<SidecarLink> OpenAsync(SidecarConfiguration configuration, TimeProvider time, CancellationToken cancellationToken)
    {
        var (http, endpoint) = (SidecarHttp.Create(time), SidecarHttp.Endpoint(configuration));
        try
        {
            var options = new McpClientOptions { ClientInfo = Self, InitializationTimeout = CurrentLink.Patience };
            var client = await McpClient.CreateAsync(Transport(http, endpoint), options, cancellationToken: cancellationToken).ConfigureAwait(false);
            return new SidecarLink(configuration.Name, client, http, endpoint);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>How we introduce ourselves.</summary>
    public static Implementation Self { get; } = new() { Name = "mcp-instance", Version = Serving.InstanceStateFactory.Version };

    public static JsonObject SelfJson() => new() { ["name"] = Self.Name, ["version"] = Self.Version };

    /// <summary>A transport for one caller's request, over the same sockets. Nothing is sent before the first message.</summary>
    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken) => Transport(http, endpoint).ConnectAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().ConfigureAwait(false);
        http.Dispose();
    }

    private static HttpClientTransport Transport(HttpClient http, Uri endpoint) => new(
        new HttpClientTransportOptions { Endpoint = endpoint, TransportMode = HttpTransportMode.StreamableHttp, ConnectionTimeout = CurrentLink.Patience }, http);
}
