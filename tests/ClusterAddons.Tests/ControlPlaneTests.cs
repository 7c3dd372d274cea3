using McpTenants.Testing;

namespace ClusterAddons.Tests;

[Trait("Tier", "Integration")]
public sealed class ControlPlaneTests
{
    [Fact]
    public async Task ControlPlane_AskedForTwice_IsStartedOnce()
    {
        var first = await TestCluster.GetAsync(Tier.Integration);
        var second = await TestCluster.GetAsync(Tier.Integration);

        second.ShouldBe(first);
        File.ReadAllText(first).ShouldContain("server: https://");
    }
}
