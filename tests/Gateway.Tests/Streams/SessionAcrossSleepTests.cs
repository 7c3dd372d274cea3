using System.Net;
using System.Text;
using Gateway.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Gateway.Tests.Streams;

/// <summary>Clients that have introduced themselves once, and the real server, which is gone and back between two of their calls.</summary>
public sealed class SessionAcrossSleepTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task SdkClient_GoesOnAfterASleep_WithoutAskingForASessionAgain(string version)
    {
        var issuer = new TokenIssuer();
        using var instance = RealInstance.For("acme", issuer);
        await using var gateway = await GatewayUnderTest.StartAsync(o => o with { InstancePort = instance.Port }, issuer: issuer);
        var acme = await gateway.AddServedTenantAsync("acme");
        instance.FollowScale(gateway, acme);
        var recorder = new Recorder(gateway);
        using var http = new HttpClient(recorder, disposeHandler: false);
        await using var client = await McpClient.CreateAsync(
            new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = new Uri($"http://{acme.Host}/mcp"),
                    TransportMode = HttpTransportMode.StreamableHttp,
                    AdditionalHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = "Bearer " + issuer.Token(acme.Audience) },
                },
                http),
            new McpClientOptions { ProtocolVersion = version },
            cancellationToken: Ct);
        var created = await client.CallToolAsync("document_create", new Dictionary<string, object?> { ["id"] = "fox", ["title"] = "t", ["content"] = "A quick brown fox." }, cancellationToken: Ct);
        created.IsError.ShouldNotBe(true);
        var introductions = recorder.Introductions;

        await gateway.SleepAsync(acme);
        var found = await client.CallToolAsync("document_get", new Dictionary<string, object?> { ["id"] = "fox" }, cancellationToken: Ct);

        ((TextContentBlock)found.Content[0]).Text.ShouldContain("A quick brown fox.");
        instance.Starts.ShouldBe(2);
        recorder.Introductions.ShouldBe(introductions, "the sleep must not be the client's business");
        recorder.Statuses.ShouldAllBe(s => (int)s < 400 || s == HttpStatusCode.MethodNotAllowed);
    }

    /// <summary>The client's way to the gateway; counts what it had to send to be known.</summary>
    private sealed class Recorder(GatewayUnderTest gateway) : HttpMessageHandler
    {
        public int Introductions { get; private set; }

        public List<HttpStatusCode> Statuses { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            if (body.Contains("\"initialize\"", StringComparison.Ordinal) || body.Contains("server/discover", StringComparison.Ordinal))
                Introductions++;
            var copy = new HttpRequestMessage(request.Method, request.RequestUri);
            if (request.Content is not null)
                copy.Content = new StringContent(body, Encoding.UTF8, "application/json");
            foreach (var (name, values) in request.Headers)
                copy.Headers.TryAddWithoutValidation(name, values);
            var response = await gateway.Client.SendAsync(copy, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            lock (Statuses)
                Statuses.Add(response.StatusCode);
            return response;
        }
    }
}
