using Gateway.Tests.Support;
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

    [Theory]
    [InlineData(null, true)]
    [InlineData("False", true)]
    [InlineData("True", false)]
    public void Read_DeletedTenant_HasARouteUntilTheOperatorRemovesIt(string? deprovisioning, bool routed)
    {
        var options = new GatewayOptions { BaseDomain = "mcp.test" };
        var tenant = Tenant("free");
        tenant.Metadata.DeletionTimestamp = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        tenant.Status = new McpTenantStatus { Phase = TenantPhase.Asleep, Conditions = deprovisioning is null ? [] : [TestTenant.Condition("Deprovisioning", deprovisioning)] };

        var route = new RouteReader(GatewayPlatform.Read(options), options.MaxRequestBytes).Read(TenantProjection.Shrink(tenant));

        route?.Standing.ShouldBe(Standing.Open);
        (route is not null).ShouldBe(routed);
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

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("True", "Verified", true)]
    [InlineData("Unknown", "Pending", false)]
    [InlineData("Unknown", "Inconclusive", true)]
    [InlineData("Unknown", "ProofMissing", false)]
    [InlineData("False", "NotEnforced", false)]
    [InlineData("False", "ForeignPolicy", false)]
    public void Read_TenantThatRequiresEnforcement_IsOpenOnlyOnceItIsProved(string? status, string? reason, bool open)
    {
        V1Condition[] proof = status is null ? [] : [new V1Condition { Type = "NetworkIsolationVerified", Status = status, Reason = reason!, Message = "m" }];

        Stands(requires: true, proof).ShouldBe(open ? Standing.Open : Standing.Provisioning);
        Stands(requires: false, proof).ShouldBe(Standing.Open);
    }

    private static Standing Stands(bool requires, V1Condition[] proof) => new RouteReader(GatewayPlatform.Read(new GatewayOptions { BaseDomain = "mcp.test" }), 4 << 20).Read(TenantProjection.Shrink(new McpTenant
    {
        Metadata = new V1ObjectMeta { Name = "acme", Uid = "uid" },
        Spec = new McpTenantSpec { Auth = new AuthSpec { Issuer = "https://login.test" }, Isolation = new IsolationSpec { RequireEnforcement = requires } },

        // Everything else says that it may be called.
        Status = new McpTenantStatus { Phase = TenantPhase.Ready, Conditions = [new V1Condition { Type = "Ready", Status = "True", Reason = "Available", Message = "m" }, .. proof] },
    }))!.Standing;

    private static TenantRoute Route(GatewayOptions options, string tier) => new RouteReader(GatewayPlatform.Read(options), options.MaxRequestBytes).Read(Tenant(tier))!;

    private static McpTenant Tenant(string tier) => new()
    {
        Metadata = new V1ObjectMeta { Name = "acme", Uid = "uid" },
        Spec = new McpTenantSpec { Tier = tier, Auth = new AuthSpec { Issuer = "https://login.test" } },
    };
}
