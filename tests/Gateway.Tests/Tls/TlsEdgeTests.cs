using System.Net;
using System.Security.Authentication;
using Gateway.Tests.Support;
using McpTenants.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Tls;

public sealed class TlsEdgeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Call_OverTls_WakesAndIsAnswered(string version)
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        await using var gateway = await StartAsync(authority);
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        using var client = new TlsClient(gateway.Secure!, authority);

        using var cold = await client.SendAsync(gateway.Call(acme), new Version(version));
        using var warm = await client.SendAsync(gateway.Call(acme), new Version(version));

        cold.StatusCode.ShouldBe(HttpStatusCode.OK);
        cold.Version.ShouldBe(new Version(version));
        (await warm.Content.ReadAsStringAsync(Ct)).ShouldBe("from uid-acme");
        client.Connections.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Http2_CarriesManyCallsAndStreamsOnOneConnection()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        await using var gateway = await StartAsync(authority);
        await using var instance = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            c.Response.ContentType = "text/event-stream";
            await c.Response.WriteAsync("data: first\n\n", c.RequestAborted);
            await c.Response.Body.FlushAsync(c.RequestAborted);
            await release.Task;
            await c.Response.WriteAsync("data: last\n\n", c.RequestAborted);
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        using var client = new TlsClient(gateway.Secure!, authority);

        var calls = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.SendAsync(gateway.Call(acme), HttpVersion.Version20, HttpCompletionOption.ResponseHeadersRead)));
        instance.Calls.ShouldBe(50);
        release.SetResult();
        foreach (var call in calls)
            (await call.Content.ReadAsStringAsync(Ct)).ShouldBe("data: first\n\ndata: last\n\n");

        client.Connections.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task ParkedStream_OverHttp2_SurvivesUntilTheWake()
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        var server = new StreamServer();
        await using var gateway = await StartAsync(authority);
        await using var instance = await FakeInstance.StartAsync("uid-acme", server.HandleAsync);
        var acme = await gateway.AddServedTenantAsync("acme", instance, Streams.StreamStage.OwnImage);
        using var client = new TlsClient(gateway.Secure!, authority);
        var response = await client.SendAsync(EventStream.Get(gateway, acme), HttpVersion.Version20, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(Ct)));
        (await stream.NextAsync()).ShouldBe(": keepalive");

        (await client.SendAsync(gateway.Call(acme), HttpVersion.Version20)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await gateway.UntilAsync(_ => Task.FromResult(server.Open == 1));
        server.Send("data: hello\n\n");

        (await stream.NextEventAsync()).ShouldBe("data: hello");
        client.Connections.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Certificate_OfTheExactNameWins_ThenTheWildcard_ElseThereIsNoHandshake()
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        authority.Issue("acme", "acme.mcp.test", "mcp.acme.example");
        await using var gateway = await StartAsync(authority);

        (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test")).ShouldNotBeNull().MatchesHostname("mcp.acme.example").ShouldBeTrue();
        (await TlsClient.HandshakeAsync(gateway.Secure!, "MCP.acme.example")).ShouldNotBeNull().MatchesHostname("acme.mcp.test").ShouldBeTrue();
        (await TlsClient.HandshakeAsync(gateway.Secure!, "globex.mcp.test")).ShouldNotBeNull().MatchesHostname("anything.mcp.test").ShouldBeTrue();
        (await TlsClient.HandshakeAsync(gateway.Secure!, "a.b.mcp.test")).ShouldBeNull("a wildcard stands for one label");
        (await TlsClient.HandshakeAsync(gateway.Secure!, "mcp.test")).ShouldBeNull();
        (await TlsClient.HandshakeAsync(gateway.Secure!, "elsewhere.example")).ShouldBeNull();
        (await TlsClient.HandshakeAsync(gateway.Secure!, null)).ShouldBeNull("without a name nobody can say which tenant is meant");
    }

    [Fact(Timeout = 60_000)]
    public async Task OldTls_IsRefused()
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        await using var gateway = await StartAsync(authority);

#pragma warning disable SYSLIB0039, CA5397, CA5398 // That it is refused is what is tested.
        (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test", SslProtocols.Tls11)).ShouldBeNull();
#pragma warning restore SYSLIB0039, CA5397, CA5398
        (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test", SslProtocols.Tls12)).ShouldNotBeNull();
        (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test", SslProtocols.Tls13)).ShouldNotBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task HostOtherThanTheNameOfTheHandshake_Is421AndWakesNobody()
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        await using var gateway = await StartAsync(authority);
        await using var instance = await FakeInstance.StartAsync("uid-globex");
        var globex = await gateway.AddServedTenantAsync("globex", instance);
        using var client = new TlsClient(gateway.Secure!, authority, serverName: "acme.mcp.test");

        using var answer = await client.SendAsync(gateway.Call(globex), HttpVersion.Version11);

        answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        gateway.Cluster.ScaleCalls.ShouldBe(0);
        instance.Calls.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task AuthorityOtherThanTheNameOfTheHandshake_OverHttp2_Is421()
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        await using var gateway = await StartAsync(authority);
        await gateway.AddServedTenantAsync("acme");
        await gateway.AddServedTenantAsync("globex");

        (await RawHttp2.StatusAsync(gateway.Secure!, "acme.mcp.test", "acme.mcp.test", "/healthz")).ShouldBe("200");
        (await RawHttp2.StatusAsync(gateway.Secure!, "acme.mcp.test", "globex.mcp.test", "/healthz")).ShouldBe("421");
    }

    [Fact(Timeout = 60_000)]
    public async Task ChangedCertificate_IsUsedForNewConnections_AndOldOnesGoOn()
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await StartAsync(authority, time);
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        using var client = new TlsClient(gateway.Secure!, authority);
        (await client.SendAsync(gateway.Call(acme), HttpVersion.Version20)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = client.Seen!.SerialNumber;

        authority.Issue("wildcard", "*.mcp.test");
        await UntilAsync(time, async () => (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test"))!.SerialNumber != before);

        (await client.SendAsync(gateway.Call(acme), HttpVersion.Version20)).StatusCode.ShouldBe(HttpStatusCode.OK);
        client.Connections.ShouldBe(1);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("garbage")]
    [InlineData("foreign key")]
    [InlineData("half")]
    [InlineData("no names")]
    public async Task BrokenCertificate_LeavesTheLastGoodOneAndIsSaid(string how)
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await StartAsync(authority, time);
        var before = (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test"))!.SerialNumber;
        var (certificate, key) = authority.Make(["*.mcp.test"], 10);

        switch (how)
        {
            case "garbage":
                authority.Write("wildcard", "garbage", "garbage");
                break;
            case "foreign key":
                authority.Write("wildcard", certificate, authority.Make(["*.mcp.test"], 10).Key);
                break;
            case "half":
                authority.Write("wildcard", certificate[..200], key);
                break;
            default:
                (certificate, key) = authority.Make([], 10);
                authority.Write("wildcard", certificate, key);
                break;
        }

        await UntilAsync(time, () => Task.FromResult(gateway.Metrics.CertificateLoads.Of("broken") > 0));
        time.Advance(TimeSpan.FromMinutes(10));

        (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test"))!.SerialNumber.ShouldBe(before);
        gateway.Metrics.CertificateLoads.Of("broken").ShouldBe(1, "it is said once, not at every look");
        gateway.Log.Text.ShouldContain("Certificate wildcard cannot be used");
        gateway.Log.Text.ShouldNotContain("PRIVATE KEY");
        (await gateway.AdminAsync(HttpMethod.Get, "/metrics", null)).Body.ShouldContain("mcp_gateway_certificate_loads_total{result=\"broken\"} 1");
    }

    [Fact(Timeout = 60_000)]
    public async Task CertificateThatIsTakenAway_IsNotServedAnyMore_AndANewFolderIs()
    {
        using var authority = new TestAuthority();
        authority.Issue("wildcard", "*.mcp.test");
        authority.Issue("custom", "mcp.acme.example");
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await StartAsync(authority, time);
        (await TlsClient.HandshakeAsync(gateway.Secure!, "mcp.acme.example")).ShouldNotBeNull();

        authority.Remove("custom");
        authority.Issue("other", "mcp.globex.example");
        await UntilAsync(time, async () => await TlsClient.HandshakeAsync(gateway.Secure!, "mcp.globex.example") is not null);

        (await TlsClient.HandshakeAsync(gateway.Secure!, "mcp.acme.example")).ShouldBeNull();
        (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test")).ShouldNotBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task ReplicaWithoutAnyUsableCertificate_IsNotReady()
    {
        using var authority = new TestAuthority();
        authority.Write("wildcard", "garbage", "garbage");
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await StartAsync(authority, time, waitForSync: false);
        await gateway.UntilAsync(g => Task.FromResult(g.Table is not null));
        (await gateway.AdminAsync(HttpMethod.Get, "/readyz", null)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        authority.Issue("wildcard", "*.mcp.test");

        await UntilAsync(time, async () => (await gateway.AdminAsync(HttpMethod.Get, "/readyz", null)).Status == HttpStatusCode.OK);
    }

    [Fact(Timeout = 60_000)]
    public async Task RsaKeys_AndRenewalsInAFolderOfTheirOwn_Work()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Make(["*.mcp.test"], years: 5, rsa: true);
        authority.Write("old", certificate, key);
        (certificate, key) = authority.Make(["*.mcp.test"], years: 9, rsa: true);
        authority.Write("new", certificate, key);
        await using var gateway = await StartAsync(authority);

        var seen = (await TlsClient.HandshakeAsync(gateway.Secure!, "acme.mcp.test")).ShouldNotBeNull();

        seen.NotAfter.Year.ShouldBe(2035);
    }

    private static Task<GatewayUnderTest> StartAsync(TestAuthority authority, ManualTimeProvider? time = null, bool waitForSync = true) =>
        GatewayUnderTest.StartAsync(o => o with { TlsPort = 0, TlsCertificates = authority.Directory }, time: time, waitForSync: waitForSync);

    private static async Task UntilAsync(ManualTimeProvider time, Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Ct);
        }
    }
}
