using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Gateway.Tests.Support;
using McpTenants.Api;

namespace Gateway.Tests.Edge;

public sealed class FilterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Scanners_UnauthenticatedCallsAndGets_NeverWake()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        var token = gateway.Issuer.Token(acme.Audience);
        var scaleCalls = gateway.Cluster.ScaleCalls;

        foreach (var path in new[] { "/", "/favicon.ico", "/robots.txt", "/healthz", "/livez", "/readyz", "/.env", "/mcp/", "/MCP", "/mcp/x", "/admin/tenants/uid-acme", "/metrics", "/.well-known/oauth-protected-resource/mcp" })
        {
            foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE" })
                (await SendAsync(gateway, acme, method, path, token)).ShouldBeOneOf(200, 204, 404, 405);
        }

        foreach (var method in new[] { "GET", "HEAD", "PUT", "DELETE", "PATCH" })
            (await SendAsync(gateway, acme, method, "/mcp", token)).ShouldBe(405);
        for (var i = 0; i < 200; i++)
            (await SendAsync(gateway, acme, "POST", "/mcp", i % 2 == 0 ? null : "not-a-token")).ShouldBe(401);

        gateway.Cluster.ScaleCalls.ShouldBe(scaleCalls);
        gateway.Cluster.ScaleWrites.ShouldBeEmpty();
        instance.Calls.ShouldBe(0);
        gateway.Cluster.Pods.Watches.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task TokenOfOneTenant_AtAnothersHost_IsRefusedAndWakesNobody()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-globex");
        var acme = gateway.AddTenant("acme");
        var globex = await gateway.AddServedTenantAsync("globex", instance);

        using var answer = await gateway.Client.SendAsync(gateway.Call(globex, gateway.Issuer.Token(acme.Audience)), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldNotContain("acme");
        answer.Headers.WwwAuthenticate.ToString().ShouldNotContain("acme");
        gateway.Cluster.ScaleCalls.ShouldBe(0);
        instance.Calls.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task NoToken_IsToldWhereToGetOne()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var acme = await gateway.AddServedTenantAsync("acme");
        using var call = gateway.Call(acme);
        call.Headers.Authorization = null;

        using var answer = await gateway.Client.SendAsync(call, Ct);
        using var metadata = await gateway.Client.GetAsync($"http://{acme.Host}/.well-known/oauth-protected-resource/mcp", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var challenge = answer.Headers.WwwAuthenticate.ToString();
        challenge.ShouldContain("resource_metadata=\"https://acme.mcp.test/.well-known/oauth-protected-resource/mcp\"");
        challenge.ShouldContain("scope=\"mcp:tools\"");
        challenge.ShouldNotContain("error=");
        var document = JsonDocument.Parse(await metadata.Content.ReadAsStringAsync(Ct)).RootElement;
        document.GetProperty("resource").GetString().ShouldBe(acme.Audience);
        document.GetProperty("authorization_servers")[0].GetString().ShouldBe(TokenIssuer.Name);
    }

    [Fact(Timeout = 60_000)]
    public async Task TokenInTheQuery_CountsForNothingAndIsNotLogged()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var acme = await gateway.AddServedTenantAsync("acme");
        var token = gateway.Issuer.Token(acme.Audience);
        using var call = gateway.Call(acme);
        call.Headers.Authorization = null;
        call.RequestUri = new Uri($"http://{acme.Host}/mcp?access_token={token}");

        using var answer = await gateway.Client.SendAsync(call, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        gateway.Log.Text.ShouldNotContain(token);
    }

    [Fact(Timeout = 60_000)]
    public async Task MissingScope_Is403WithTheScopesToAskFor()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var acme = await gateway.AddServedTenantAsync("acme");

        using var answer = await gateway.Client.SendAsync(gateway.Call(acme, gateway.Issuer.Token(acme.Audience, scope: "other")), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("insufficient_scope");
        gateway.Cluster.ScaleCalls.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task UnknownDeletedSuspendedAndProvisioningHosts_AnswerAlikeWithoutAToken()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        gateway.AddTenant("deleted");
        gateway.AddTenant("suspended", change: t => t.Spec.Suspended = true);
        gateway.AddTenant("provisioning", change: t => t.Status = null);
        gateway.AddTenant("leaving", change: t =>
        {
            t.Metadata.DeletionTimestamp = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc);
            t.Status = t.Status! with { Conditions = [TestTenant.Condition("Deprovisioning", "True")] };
        });
        var marker = await gateway.AddServedTenantAsync("marker");
        gateway.Cluster.Tenants.Remove(null, "deleted");
        gateway.Cluster.Tenants.Put(marker.Put(t => t.Spec.CustomHosts = ["seen.example"]));
        await gateway.UntilAsync(async g => (await RawHttp.SendAsync(g.Public, "GET /healthz HTTP/1.1\r\nHost: seen.example\r\nConnection: close\r\n\r\n")).StartsWith("HTTP/1.1 200", StringComparison.Ordinal));

        foreach (var request in new[] { "POST /mcp", "GET /.well-known/oauth-protected-resource/mcp", "GET /", "OPTIONS /mcp", "GET /healthz" })
        {
            var answers = new List<string>();
            foreach (var host in new[] { "never-existed", "deleted", "suspended", "provisioning", "leaving" })
                answers.Add(await RawHttp.SendAsync(gateway.Public, $"{request} HTTP/1.1\r\nHost: {host}.mcp.test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            RawHttp.Status(answers[0]).ShouldBe(421);
            // Byte for byte, except for the clock.
            answers.Select(WithoutDate).Distinct().Count().ShouldBe(1, request);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task SuspendedTenant_WithItsOwnToken_Is403AndNotWoken()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance, t => t.Spec.Suspended = true);

        using var own = await gateway.SendAsync(acme);
        using var foreign = await gateway.Client.SendAsync(gateway.Call(acme, gateway.Issuer.Token("https://other.mcp.test/mcp")), Ct);

        own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreign.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
        gateway.Cluster.ScaleCalls.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task SuspendingAnAwakeTenant_ShutsItsDoor()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);

        acme.Put(t => t.Spec.Suspended = true);
        await gateway.UntilAsync(async g => (await g.SendAsync(acme)).StatusCode == HttpStatusCode.Forbidden);

        instance.Calls.ShouldBeGreaterThanOrEqualTo(1);
        await gateway.UntilAsync(g => Task.FromResult(g.Cluster.Pods.Watches == 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task ProvisioningTenant_WithItsOwnToken_IsToldToComeBack()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var acme = await gateway.AddServedTenantAsync("acme", change: t => t.Status = new McpTenantStatus());

        using var answer = await gateway.SendAsync(acme);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        gateway.Cluster.ScaleCalls.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task BeforeTheCacheHasSynced_EverythingIs503NeverNotFound()
    {
        var cluster = new FakeCluster { ListGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        await using var gateway = await GatewayUnderTest.StartAsync(cluster: cluster, waitForSync: false);

        var answer = await RawHttp.SendAsync(gateway.Public, "POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var admin = await gateway.AdminAsync(HttpMethod.Get, "/readyz", null);
        var tenant = await gateway.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme");

        RawHttp.Status(answer).ShouldBe(503);
        answer.ShouldContain("Retry-After: 1");
        admin.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        tenant.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        cluster.ListGate.SetResult();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("https://acme.mcp.test", true)]
    [InlineData("https://ACME.mcp.test", true)]
    [InlineData("https://console.example", true)]
    [InlineData("http://acme.mcp.test", false)]
    [InlineData("https://globex.mcp.test", false)]
    [InlineData("https://acme.mcp.test.evil.example", false)]
    [InlineData("https://acme.mcp.test:444", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public async Task Origin_OnlyOwnAndListedOnesPass(string origin, bool passes)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(o => o with { AllowedOrigins = ["https://console.example"] });
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        using var call = gateway.Call(acme);
        call.Headers.TryAddWithoutValidation("Origin", origin);

        using var answer = await gateway.Client.SendAsync(call, Ct);

        answer.StatusCode.ShouldBe(passes ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        gateway.Cluster.ScaleWrites.Count.ShouldBe(passes ? 1 : 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task UnfitBodies_AreRefusedBeforeTheWake()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var acme = await gateway.AddServedTenantAsync("acme", change: t => t.Spec.Limits!.MaxRequestBytes = "2Ki");

        (await StatusOf(c => c.Content = new StringContent(new string('x', 2049), null, "application/json"))).ShouldBe(413);
        (await StatusOf(c => c.Content = new StringContent("{}", null, "text/plain"))).ShouldBe(415);
        (await StatusOf(c => c.Content!.Headers.ContentType = null)).ShouldBe(415);
        (await StatusOf(c => Accept(c, "application/json"))).ShouldBe(406);
        (await StatusOf(c => Accept(c, "text/event-stream"))).ShouldBe(406);
        gateway.Cluster.ScaleCalls.ShouldBe(0);

        async Task<int> StatusOf(Action<HttpRequestMessage> change)
        {
            using var call = gateway.Call(acme);
            change(call);
            using var answer = await gateway.Client.SendAsync(call, Ct);
            return (int)answer.StatusCode;
        }

        static void Accept(HttpRequestMessage call, string media)
        {
            call.Headers.Accept.Clear();
            call.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(media));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task RateLimit_IsEnforcedBeforeTheWakeAndSurvivesSleep()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance, t => t.Spec.Limits = new LimitsSpec { RequestsPerMinute = 1, Burst = 2, PerUserRequestsPerMinute = 10 });

        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.OK);
        gateway.Cluster.TrySleep(acme.Ns, gateway.Cluster.ScaleVersionOf(acme.Ns)).ShouldBeTrue();
        await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/asleep");
        using var third = await gateway.SendAsync(acme);

        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        gateway.Cluster.ReplicasOf(acme.Ns).ShouldBe(0);
    }

    private static string WithoutDate(string answer) =>
        string.Join('\n', answer.Split('\n').Where(l => !l.StartsWith("Date:", StringComparison.Ordinal)));

    private static async Task<int> SendAsync(GatewayUnderTest gateway, TestTenant tenant, string method, string path, string? token)
    {
        using var request = gateway.Call(tenant);
        request.Method = new HttpMethod(method);
        request.RequestUri = new Uri($"http://{tenant.Host}{path}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (method is "GET" or "HEAD" or "TRACE")
            request.Content = null;
        using var answer = await gateway.Client.SendAsync(request, Ct);
        return (int)answer.StatusCode;
    }
}
