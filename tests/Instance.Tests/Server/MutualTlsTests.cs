using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Instance.Tests.Support;
using McpTenants.Authorization.Peers;
using McpTenants.Instance.Export;
using McpTenants.Instance.Serving;

namespace Instance.Tests.Server;

/// <summary>The real server with a certificate: who reaches which port and path.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddMinutes(-5);
    private static readonly PeerAuthority Authority = PeerAuthority.Create(From, From.AddYears(1));

    private readonly PeerFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gateway", "/readyz", 200)]
    [InlineData("gateway", "/mcp", 200)]
    [InlineData("operator", "/readyz", 0)]
    [InlineData("tenant", "/readyz", 0)]
    [InlineData("", "/readyz", 0)]
    public async Task PublicPort_IsTheGatewaysAlone(string client, string path, int expected)
    {
        await using var instance = await StartAsync();

        (await StatusAsync(client, instance.Public(path))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "/livez", 200)]
    [InlineData("", "/readyz", 200)]
    [InlineData("", "/status", 403)]
    [InlineData("", "/metrics", 403)]
    [InlineData("", "/other", 403)]
    [InlineData("operator", "/status", 200)]
    [InlineData("operator", "/metrics", 200)]
    [InlineData("operator", "/readyz", 200)]
    [InlineData("gateway", "/status", 0)]
    [InlineData("tenant", "/status", 0)]
    public async Task AdminPort_TellsProbesThatItLivesAndTheOperatorTheRest(string client, string path, int expected)
    {
        await using var instance = await StartAsync();

        (await StatusAsync(client, instance.Admin(path))).ShouldBe(expected);
    }

    [Fact]
    public async Task PlainHttp_WhereTlsIsDemanded_IsNotServed()
    {
        await using var instance = await StartAsync();

        (await StatusAsync("", Plain(instance.Public("/readyz")))).ShouldBe(0);
    }

    [Fact]
    public async Task Start_DemandedButNoCertificate_Ends()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.StopServerAsync();

        (await Should.ThrowAsync<InvalidDataException>(() => InstanceServer.StartAsync(instance.Environment with { TlsFolder = folder.Folder }, Stream.Null, TimeProvider.System)))
            .Message.ShouldContain("no usable certificate");
    }

    [Fact]
    public async Task Archive_IsGivenToTheOperatorAlone()
    {
        await using var instance = await StartAsync(e => File.WriteAllText(e.ExportTokenFile, "one-time-token-of-this-export"));
        await instance.StopServerAsync();
        await using var server = await ExportServer.StartAsync(instance.Environment with { TlsFolder = folder.Folder }, Ct);
        var archive = new Uri(server.Address + "/archive");

        foreach (var (client, expected) in ((string, int)[])[("operator", 200), ("gateway", 0), ("tenant", 0), ("", 0)])
            (await StatusAsync(client, archive)).ShouldBe(expected, client);
    }

    [Fact]
    public async Task Certificates_RotatedUnderCalls_CostNone()
    {
        await using var instance = await StartAsync();
        using var kept = Client("gateway", keeps: true);
        var next = PeerAuthority.Create(From, From.AddYears(1));
        var tenant = TestInstance.Uid;
        Action[] steps =
        [
            () => folder.Put(Authority.IssueTenant(tenant, From, From.AddDays(40)), Authority),
            () => folder.Put(Authority.IssueTenant(tenant, From, From.AddDays(41)), Authority, next),
            () => folder.Put(next.IssueTenant(tenant, From, From.AddDays(42)), Authority, next),
            () => folder.Put(next.IssueTenant(tenant, From, From.AddDays(43)), next),
        ];

        foreach (var (step, number) in steps.Select((s, i) => (s, i)))
        {
            step();
            // As its own gateway would be: of the new authority in the end, trusting both meanwhile.
            using var fresh = Client("gateway", number < 3 ? Authority : next, keeps: false, Authority, next);
            (await kept.GetAsync(Plain(instance.Public("/readyz")), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
            await Eventually.ShouldAsync(async () =>
            {
                (await fresh.GetAsync(Plain(instance.Public("/readyz")), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
                return instance.Logs.Split("valid until").Length == number + 3;
            });
        }

        // The old authority is out: what it signed is nobody.
        (await StatusAsync("gateway", instance.Public("/livez"))).ShouldBe(0);
    }

    private static HttpClient Client(string kind, PeerAuthority? signer = null, bool keeps = true, params PeerAuthority[] trusted)
    {
        var (from, until) = (From, From.AddDays(30));
        signer ??= Authority;
        var pair = kind switch
        {
            "gateway" => signer.IssueClient(PeerNames.Gateway, from, until),
            "operator" => signer.IssueClient(PeerNames.Operator, from, until),
            "tenant" => signer.IssueTenant(TestInstance.Uid, from, until),
            _ => null,
        };
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = keeps ? Timeout.InfiniteTimeSpan : TimeSpan.Zero };
        if (pair is null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            return new HttpClient(handler);
        }

        var identity = PeerIdentity.FromPem(pair.Certificate, pair.Key, string.Concat((trusted.Length == 0 ? [Authority] : trusted).Select(t => t.Certificate)));
        handler.ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return await PeerTls.ConnectAsync(new NetworkStream(socket, ownsSocket: true), identity, TestInstance.Uid, TimeProvider.System.GetUtcNow(), ct);
        };
        return new HttpClient(handler);
    }

    /// <summary>For a client that brings its own TLS.</summary>
    private static Uri Plain(Uri address) => new UriBuilder(address) { Scheme = "http" }.Uri;

    /// <summary>0: no connection.</summary>
    private static async Task<int> StatusAsync(string client, Uri address)
    {
        using var http = Client(client);
        address = client.Length > 0 ? Plain(address) : address;
        using var request = new HttpRequestMessage(address.AbsolutePath == "/mcp" ? HttpMethod.Post : HttpMethod.Get, address);
        if (address.AbsolutePath == "/mcp")
        {
            request.Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"ping"}""", Encoding.UTF8, "application/json");
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Accept.ParseAdd("text/event-stream");
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "one-time-token-of-this-export");
        try
        {
            using var response = await http.SendAsync(request, Ct);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private async Task<TestInstance> StartAsync(Action<McpTenants.Instance.Configuration.InstanceEnvironment>? prepare = null)
    {
        folder.Put(Authority.IssueTenant(TestInstance.Uid, From, From.AddDays(30)), Authority);
        return await TestInstance.StartAsync(prepare: prepare, tls: folder.Folder);
    }
}
