namespace Operator.Tests.Chart;

public sealed class ChartValuesTests
{
    public static TheoryData<string> Features => [.. RenderedChart.Features];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Features))]
    public async Task Feature_ItsValues_PassLintAndRender(string feature)
    {
        await RenderedChart.HelmAsync("lint", "--strict", "--values", RepositoryFiles.At("charts", "mcp-tenant-operator", "ci", feature));
        (await RenderedChart.ObjectsAsync(feature)).ShouldNotBeEmpty();
    }

    [Theory(Timeout = 120_000)]
    [InlineData("imagee.tag=1", "imagee")]
    [InlineData("image.tagg=1", "tagg")]
    [InlineData("operator.replica=2", "replica")]
    [InlineData("gateway.tls.enable=true", "enable")]
    [InlineData("gateway.tolerations[0].effects=NoSchedule", "effects")]
    [InlineData("gateway.resources.limit.cpu=1", "limit")]
    [InlineData("policy.allowAnonymus=true", "allowAnonymus")]
    [InlineData("policy.tiers.trial.idle=1m", "idle")]
    [InlineData("observability.otlp.url=http://x", "url")]
    [InlineData("metrics.serviceMonitor.enable=true", "enable")]
    [InlineData("uninstall.policy=keep", "uninstall.policy")]
    [InlineData("webhook.failurePolicy=Fial", "webhook.failurePolicy")]
    [InlineData("baseDomain=https://mcp.example.com", "baseDomain")]
    public async Task Typo_InValues_IsRefusedWithItsName(string set, string named)
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => RenderedChart.HelmAsync("template", "--set", "baseDomain=mcp.test", "--set", set));

        refused.Message.ShouldContain(named);
    }

    [Fact(Timeout = 120_000)]
    public async Task Render_WithoutBaseDomain_SaysWhatIsMissing() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => RenderedChart.HelmAsync("template"))).Message.ShouldContain("baseDomain");
}
