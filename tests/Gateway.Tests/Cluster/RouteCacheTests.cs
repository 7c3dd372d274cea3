using System.Text.Json;
using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Gateway.Cluster;
using McpTenants.Gateway.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Cluster;

public sealed class RouteCacheTests
{
    private readonly RouteCache _cache = new(new RouteReader(GatewayPlatform.Read(new GatewayOptions { BaseDomain = "mcp.test" }), 1 << 20), NullLogger.Instance);

    [Fact]
    public void Read_UnchangedObjects_ChangeNothing()
    {
        McpTenant[] tenants = [Tenant("acme"), Tenant("beta")];

        _cache.Read(tenants).ShouldBeTrue();
        _cache.Read(tenants).ShouldBeFalse();
    }

    [Fact]
    public void Read_ChangeThatConcernsOthers_KeepsTheRoute()
    {
        _cache.Read([Tenant("acme")]);
        var before = _cache.Routes.Single();

        _cache.Read([Tenant("acme", t => t.Status!.LastActivityTime = DateTimeOffset.UnixEpoch)]).ShouldBeFalse();

        _cache.Routes.Single().ShouldBeSameAs(before);
    }

    [Fact]
    public void Read_ChangedGoneAndNewTenants_AreNoticed()
    {
        _cache.Read([Tenant("acme"), Tenant("beta")]);

        _cache.Read([Tenant("acme", t => t.Spec.Suspended = true), Tenant("beta")]).ShouldBeTrue();
        _cache.Read([Tenant("beta")]).ShouldBeTrue();
        _cache.Routes.Single().Name.ShouldBe("beta");
        _cache.Read([Tenant("gamma")]).ShouldBeTrue();
        _cache.Routes.Single().Name.ShouldBe("gamma");
    }

    [Fact]
    public void Projection_KeepsWhatARouteNeeds()
    {
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        KubernetesJson.AddModifier(TenantProjection.SkipTheRest);
        var whole = Tenant("acme", t =>
        {
            t.Metadata.ManagedFields = [new V1ManagedFieldsEntry { Manager = "kubectl" }];
            t.Metadata.Annotations = new Dictionary<string, string> { ["note"] = new('x', 1000) };
            t.Metadata.Generation = 4;
            t.Metadata.CreationTimestamp = DateTime.UnixEpoch;
            t.Spec.CustomHosts = ["acme.example"];
            t.Spec.Limits = new LimitsSpec { Burst = 3 };
            t.Spec.Scaling = new ScalingSpec { Streams = StreamMode.KeepAwake, IdleAfter = "5m" };
            t.Spec.Instance = new InstanceSpec { Image = "own@sha256:1" };
            t.Spec.Auth = new AuthSpec { Issuer = "https://login.test", Audience = "https://acme", RequiredScopes = ["mcp"], TenantClaim = new TenantClaimSpec { Name = "org", Value = "7" } };
            t.Status!.Instance = new InstanceStatus { Image = "own@sha256:1" };
            t.Status.Conditions = [.. new[] { "Ready", "Asleep", "NetworkIsolated", "RouteReady", "Provisioned" }.Select(c => new V1Condition { Type = c, Status = "True", Reason = "R", Message = "long" })];
        });

        var read = KubernetesJson.Deserialize<McpTenant>(KubernetesJson.Serialize(whole))!;
        var kept = TenantProjection.Shrink(read);

        read.Metadata.ManagedFields.ShouldBeNull();
        read.Metadata.Annotations.ShouldBeNull();
        kept.Status!.Conditions!.Select(c => c.Type).ShouldBe(["Ready", "Asleep", "NetworkIsolated", "RouteReady"]);
        Route(kept).SameAs(Route(whole)).ShouldBeTrue();
        JsonSerializer.Serialize(Route(kept)).ShouldBe(JsonSerializer.Serialize(Route(whole)));
    }

    private static McpTenants.Gateway.Routing.TenantRoute Route(McpTenant tenant) =>
        new RouteReader(GatewayPlatform.Read(new GatewayOptions { BaseDomain = "mcp.test" }), 1 << 20).Read(tenant)!;

    private static McpTenant Tenant(string name, Action<McpTenant>? change = null)
    {
        var tenant = new McpTenant
        {
            Metadata = new V1ObjectMeta { Name = name, Uid = "uid-" + name },
            Spec = new McpTenantSpec { Auth = new AuthSpec { Issuer = "https://login.test" } },
            Status = new McpTenantStatus { Phase = TenantPhase.Ready },
        };
        change?.Invoke(tenant);
        return tenant;
    }
}
