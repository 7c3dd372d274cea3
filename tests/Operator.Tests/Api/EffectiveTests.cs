using McpTenants.Api;
using Operator.Tests.Check;

namespace Operator.Tests.Api;

public sealed class EffectiveTests
{
    private static readonly PlatformPolicy Platform = Manifests.Platform;

    [Fact]
    public void Of_LeastTenant_HasEveryDefaultOfItsTier()
    {
        var tenant = Effective.Of(Tenant(new()), Platform);
        var tier = Platform.Tiers["standard"];

        (tenant.Tier, tenant.DisplayName, tenant.Namespace, tenant.Url).ShouldBe(("standard", "acme", "mcpt-acme", "https://acme.mcp.test/mcp"));
        (tenant.IdleAfter, tenant.StorageSize, tenant.Image).ShouldBe((tier.IdleAfter, tier.StorageSize, Platform.InstanceImage));
        tenant.Requesting.ShouldBe(tier.Requesting);
        tenant.Auth.Audience.ShouldBe(tenant.Url);
        (tenant.DeletionProtection, tenant.Export).ShouldBe((true, ExportMode.None));
    }

    [Fact]
    public void Of_OwnFields_WinOverTheTier()
    {
        var tenant = Effective.Of(
            Tenant(new()
            {
                Tier = "free",
                Subdomain = "health",
                CustomHosts = ["MCP.Acme.Example"],
                Scaling = new() { IdleAfter = "2m" },
                Limits = new() { RequestsPerMinute = 7, ToolTimeout = "90s", MaxRequestBytes = "1Mi" },
                Deletion = new() { ExportTarget = "archive" },
            }),
            Platform);

        tenant.Hosts.ShouldBe(["health.mcp.test", "mcp.acme.example"]);
        tenant.IdleAfter.ShouldBe(TimeSpan.FromMinutes(2));
        (tenant.Requesting.RequestsPerMinute, tenant.Requesting.ToolTimeoutSeconds, tenant.Requesting.MaxRequestBytes).ShouldBe((7, 90, 1 << 20));
        tenant.Requesting.Burst.ShouldBe(Platform.Tiers["free"].Requesting.Burst);
        tenant.Export.ShouldBe(ExportMode.Required);
    }

    [Fact]
    public void Of_ToolsTheTierLacks_AreDeniedWhateverTheTenantAllows()
    {
        var free = Platform.Tiers["free"] with { DeniedTools = ["audit_*", "document_delete"] };
        var platform = Platform with { Tiers = new Dictionary<string, TierPreset>(StringComparer.Ordinal) { ["free"] = free } };

        var tenant = Effective.Of(Tenant(new() { Tier = "free", Tools = new() { Allow = ["audit_search"], Deny = ["document_delete"] } }), platform);

        tenant.Tools.Deny.ShouldBe(["document_delete", "audit_*"]);
    }

    [Fact]
    public void Of_OnlyARequestAboveTheTiersLimit_RaisesTheLimitToo() =>
        Resources(new() { Requests = new() { Memory = "3Gi" } }).ShouldBe(("3Gi", "3Gi"));

    [Fact]
    public void Of_OnlyALimitBelowTheTiersRequest_LowersTheRequestToo() =>
        Resources(new() { Limits = new() { Memory = "64Mi" } }).ShouldBe(("64Mi", "64Mi"));

    [Fact]
    public void Of_ValuesThatCannotBeRead_FallsBackAndDoesNotThrow()
    {
        var tenant = Effective.Of(
            Tenant(new() { Tier = "abolished", Scaling = new() { IdleAfter = "soon" }, Limits = new() { MaxRequestBytes = "lots", ToolTimeout = "-1s" } }), Platform);

        tenant.IdleAfter.ShouldBe(Platform.Tiers["standard"].IdleAfter);
        tenant.Requesting.ShouldBe(Platform.Tiers["standard"].Requesting);
    }

    private static (string Request, string Limit) Resources(ResourcesSpec resources)
    {
        var tenant = Effective.Of(Tenant(new() { Instance = new() { Resources = resources } }), Platform);
        return (tenant.Requests["memory"], tenant.Limits["memory"]);
    }

    private static McpTenant Tenant(McpTenantSpec spec) => new() { Metadata = new() { Name = "acme", Uid = "u" }, Spec = spec };
}
