using System.Net;
using Gateway.Tests.Support;

namespace Gateway.Tests.Admin;

public sealed class AdminTests
{
    [Theory(Timeout = 60_000)]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData(GatewayUnderTest.AdminToken + "x")]
    public async Task Commands_WithoutTheToken_AreRefused(string? token)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await gateway.AddServedTenantAsync("acme");

        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, "/drain"), (HttpMethod.Post, "/asleep"), (HttpMethod.Post, "/abort") })
            (await gateway.AdminAsync(method, "/admin/tenants/uid-acme" + path, token)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact(Timeout = 60_000)]
    public async Task Commands_ForWhatDoesNotExist_Are404()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await gateway.AddServedTenantAsync("acme");

        (await gateway.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-other")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/explode")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await gateway.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact(Timeout = 60_000)]
    public async Task Metrics_AreTextAndDoNotGrowWithTenantsOrHosts()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        await gateway.SendAsync(acme);
        await RawHttp.SendAsync(gateway.Public, "GET / HTTP/1.1\r\nHost: one.example\r\nConnection: close\r\n\r\n");
        var few = (await gateway.AdminAsync(HttpMethod.Get, "/metrics", null)).Body.Split('\n').Length;

        for (var i = 0; i < 20; i++)
            await RawHttp.SendAsync(gateway.Public, $"GET / HTTP/1.1\r\nHost: h{i}.example\r\nConnection: close\r\n\r\n");
        await gateway.AddServedTenantAsync("globex");
        var text = (await gateway.AdminAsync(HttpMethod.Get, "/metrics", null)).Body;

        text.Split('\n').Length.ShouldBe(few);
        text.ShouldContain("mcp_gateway_requests_total{outcome=\"forwarded\"} 1\n");
        text.ShouldContain("mcp_gateway_requests_total{outcome=\"unknown_host\"} 21\n");
        text.ShouldContain("mcp_gateway_wake_seconds_bucket{phase=\"first_byte\",le=\"+Inf\"} 1\n");
        text.ShouldContain("mcp_gateway_scale_writes_total 1\n");
        text.ShouldNotContain("acme");
    }
}
