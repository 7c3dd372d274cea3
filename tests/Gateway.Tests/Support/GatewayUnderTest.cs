using System.Net;
using System.Net.Http.Headers;
using System.Text;
using McpTenants.Gateway.Hosting;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Streams;
using McpTenants.Gateway.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Support;

/// <summary>A whole gateway on loopback sockets, against a fake cluster.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    public const string AdminToken = "admin-token-for-tests";

    private readonly WebApplication _app;
    private readonly string _tokenFile;

    private GatewayUnderTest(WebApplication app, string tokenFile, FakeCluster cluster, TokenIssuer issuer, LogBook log)
    {
        _app = app;
        _tokenFile = tokenFile;
        Cluster = cluster;
        Issuer = issuer;
        Log = log;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a)).ToArray();
        Public = new IPEndPoint(IPAddress.Loopback, addresses[0].Port);
        Admin = new Uri($"http://127.0.0.1:{addresses[1].Port}");
        Secure = addresses.Length > 2 ? new IPEndPoint(IPAddress.Loopback, addresses[2].Port) : null;
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, ct) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(Public, ct);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        });
    }

    public FakeCluster Cluster { get; }

    public TokenIssuer Issuer { get; }

    public LogBook Log { get; }

    public IPEndPoint Public { get; }

    /// <summary>The TLS port, if it was asked for.</summary>
    public IPEndPoint? Secure { get; }

    public Uri Admin { get; }

    /// <summary>Reaches the gateway under any host name.</summary>
    public HttpClient Client { get; }

    public GatewayMetrics Metrics => _app.Services.GetRequiredService<GatewayMetrics>();

    public StreamHub Streams => _app.Services.GetRequiredService<StreamHub>();

    public RouteTable? Table => _app.Services.GetRequiredService<Routes>().Current;

    public TenantDoors Doors => _app.Services.GetRequiredService<TenantDoors>();

    public static async Task<GatewayUnderTest> StartAsync(
        Func<GatewayOptions, GatewayOptions>? change = null, FakeCluster? cluster = null, TokenIssuer? issuer = null, TimeProvider? time = null, bool waitForSync = true)
    {
        cluster ??= new FakeCluster();
        issuer ??= new TokenIssuer();
        var log = new LogBook();
        var tokenFile = Path.Combine(Path.GetTempPath(), $"gateway-token-{Guid.NewGuid():n}");
        await File.WriteAllTextAsync(tokenFile, AdminToken + "\n");
        var options = new GatewayOptions
        {
            BaseDomain = "mcp.test",
            Listen = IPAddress.Loopback,
            Port = 0,
            AdminPort = 0,
            AdminTokenFile = tokenFile,
            InstancePort = FakeInstance.Port,
            DrainGrace = TimeSpan.Zero,
            DrainTimeout = TimeSpan.FromSeconds(5),
        };
        var app = GatewayHost.Build(change?.Invoke(options) ?? options, cluster, issuer.FetchAsync, time ?? TimeProvider.System, log.AddTo);
        await app.StartAsync();
        var gateway = new GatewayUnderTest(app, tokenFile, cluster, issuer, log);
        if (waitForSync)
            await gateway.UntilAsync(g => g.IsReadyAsync());
        return gateway;
    }

    /// <summary>A tenant whose pod starts at once when its scale is raised, and leaves when it is lowered.</summary>
    public TestTenant AddTenant(string name, FakeInstance? instance = null, Action<McpTenants.Api.McpTenant>? change = null)
    {
        var tenant = new TestTenant(Cluster, name, "uid-" + name) { Address = instance?.Address };
        Cluster.SetScale(tenant.Ns, 0);
        var before = Cluster.Scaled;
        Cluster.Scaled = (ns, replicas) =>
        {
            before(ns, replicas);
            if (ns != tenant.Ns)
                return;
            if (replicas == 0)
                tenant.StopPods();
            else if (tenant.Address is not null)
                tenant.StartPod();
        };
        tenant.Put(change);
        return tenant;
    }

    public async Task<TestTenant> AddServedTenantAsync(string name, FakeInstance? instance = null, Action<McpTenants.Api.McpTenant>? change = null)
    {
        var tenant = AddTenant(name, instance, change);
        await UntilAsync(g => g.IsKnownAsync(tenant));
        return tenant;
    }

    public HttpRequestMessage Call(TestTenant tenant, string? token = null, string body = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://{tenant.Host}/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Issuer.Token(tenant.Audience));
        return request;
    }

    public Task<HttpResponseMessage> SendAsync(TestTenant tenant) => Client.SendAsync(Call(tenant), TestContext.Current.CancellationToken);

    public async Task<(HttpStatusCode Status, string Body)> AdminAsync(HttpMethod method, string path, string? token = AdminToken)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(Admin, path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Waits for a state of the world that comes about by itself; the test's own timeout is the bound.</summary>
    public async Task UntilAsync(Func<GatewayUnderTest, Task<bool>> condition)
    {
        while (!await condition(this))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Puts a tenant to sleep by the operator's protocol, with this replica as the only one.</summary>
    public async Task SleepAsync(TestTenant tenant)
    {
        var seen = Cluster.ScaleVersionOf(tenant.Ns);
        await UntilAsync(async g => (await g.AdminAsync(HttpMethod.Post, $"/admin/tenants/{tenant.Uid}/drain")).Status == HttpStatusCode.OK);
        Cluster.TrySleep(tenant.Ns, seen).ShouldBeTrue();
        await AdminAsync(HttpMethod.Post, $"/admin/tenants/{tenant.Uid}/asleep");
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        File.Delete(_tokenFile);
    }

    private async Task<bool> IsReadyAsync() => (await AdminAsync(HttpMethod.Get, "/readyz", null)).Status == HttpStatusCode.OK;

    private async Task<bool> IsKnownAsync(TestTenant tenant) => (await AdminAsync(HttpMethod.Get, $"/admin/tenants/{tenant.Uid}")).Status == HttpStatusCode.OK;
}
