using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Installation;

namespace Operator.Tests.Chart;

public sealed class ChartHooksTests
{
    [Fact(Timeout = 120_000)]
    public async Task Uninstall_ByDefault_IsCheckedFirst()
    {
        var job = (await RenderedChart.ObjectsAsync("default-values.yaml")).Single(o => (string?)o["kind"] == "Job");

        ((string?)job["metadata"]!["annotations"]!["helm.sh/hook"]).ShouldBe("pre-delete");
        ((long?)job["spec"]!["backoffLimit"]).ShouldBe(0);
        (await RenderedChart.ObjectsAsync("without-webhook-values.yaml")).ShouldAllBe(o => (string?)o["kind"] != "Job");
    }

    [Fact]
    public void Refusal_WithoutTenants_IsNone() => UninstallCheck.Refusal([], [Tombstone("old", TombstonePhase.Purged), Tombstone("back", TombstonePhase.Restored)]).ShouldBeNull();

    [Fact]
    public void Refusal_WithTenantsAndKeptOnes_NamesThemAndTheWayOut()
    {
        var refusal = UninstallCheck.Refusal([Tenant("globex"), Tenant("acme")], [Tombstone("gone", TombstonePhase.Retained)]).ShouldNotBeNull();

        refusal.ShouldContain("2 tenants would be left without an operator, and 1 deleted tenant whose data");
        refusal.ShouldContain("acme, globex");
        refusal.ShouldContain("deleted and kept: gone");
        refusal.ShouldContain("uninstall.policy=retain");
    }

    [Fact]
    public void Refusal_WithManyTenants_NamesSome() =>
        UninstallCheck.Refusal([.. Enumerable.Range(10, 30).Select(i => Tenant($"t{i}"))], []).ShouldNotBeNull().ShouldContain("t10, t11, t12, t13, t14, t15, t16, t17, t18, t19 and 20 more");

    [Fact(Timeout = 120_000)]
    public async Task Platform_OfTheChart_IsReadByTheOperator()
    {
        foreach (var feature in RenderedChart.Features)
        {
            var file = Path.GetTempFileName();
            try
            {
                var platform = (await RenderedChart.ObjectsAsync(feature)).Single(o => (string?)o["metadata"]!["name"] == "mcp-operator-platform")["data"]!["platform.json"]!;
                await File.WriteAllTextAsync(file, (string)platform!, TestContext.Current.CancellationToken);

                var (policy, problems) = PlatformSettings.Read(new OperatorOptions { PlatformFile = file });

                problems.ShouldBeEmpty(feature);
                if (feature == "tiers-values.yaml")
                    policy!.Tiers[policy.DefaultTier].Requesting.MonthlyToolCalls.ShouldBe(10_000_000);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    private static McpTenant Tenant(string name) => new() { Metadata = new() { Name = name } };

    private static McpTenantTombstone Tombstone(string tenant, TombstonePhase phase) => new() { Spec = new() { Tenant = tenant }, Status = new() { Phase = phase } };
}
