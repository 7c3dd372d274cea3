using k8s.Models;
using McpTenants.Api;
using McpTenants.Gateway.Cluster;
using McpTenants.Gateway.Hosting;
using McpTenants.Gateway.Routing;

namespace Gateway.Tests.Cluster;

public sealed class RouteReaderTests
{
    [Fact]
    public void Read_TenantWithoutLimits_HasThoseOfItsTier() =>
        Route(new GatewayOptions { BaseDomain = "mcp.test" }, "free").Limits
            .ShouldBe(new RouteLimits { RequestsPerMinute = 60, Burst = 10, PerUserRequestsPerMinute = 30, MaxRequestBytes = 4 << 20 });

    [Fact]
    public async Task Read_TierOfThePlatformFile_CountsAsForTheOperator()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            """
            {"baseDomain":"mcp.test","tiers":{"tiny":{
              "idleAfter":"30s","storageSize":"64Mi","requests":{},"limits":{},"quota":{},
              "requesting":{"requestsPerMinute":6,"burst":2,"perUserRequestsPerMinute":3,"maxConcurrent":1,"maxRequestBytes":1024,"maxResponseBytes":1024,"toolTimeoutSeconds":5,"monthlyToolCalls":10}}}}
            """,
            TestContext.Current.CancellationToken);
        try
        {
            var options = new GatewayOptions { BaseDomain = "mcp.test", PlatformFile = file };

            options.Problems().ShouldBeEmpty();
            Route(options, "tiny").Limits.ShouldBe(new RouteLimits { RequestsPerMinute = 6, Burst = 2, PerUserRequestsPerMinute = 3, MaxRequestBytes = 1024 });
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task PlatformFile_WithAnUnknownMember_IsAProblemThatNamesIt()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"baseDomian":"mcp.test"}""", TestContext.Current.CancellationToken);
        try
        {
            new GatewayOptions { BaseDomain = "mcp.test", PlatformFile = file }.Problems().ShouldHaveSingleItem().ShouldContain("baseDomian");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static TenantRoute Route(GatewayOptions options, string tier) => new RouteReader(GatewayPlatform.Read(options), options.MaxRequestBytes).Read(new McpTenant
    {
        Metadata = new V1ObjectMeta { Name = "acme", Uid = "uid" },
        Spec = new McpTenantSpec { Tier = tier, Auth = new AuthSpec { Issuer = "https://login.test" } },
    })!;
}
