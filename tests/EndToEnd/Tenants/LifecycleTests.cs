using EndToEnd.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace EndToEnd.Tenants;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Tenant_AppliedCalledIdledCalledDeleted_KeepsItsDocumentAndLeavesNothing()
    {
        await using var tenant = await TestTenant.CreateAsync("e2e-life");
        (await tenant.PodsAsync()).ShouldBe(0, "a tenant starts asleep");

        await using (var client = await Edge.ConnectAsync(tenant.Name))
        {
            (await client.ListToolsAsync()).Select(t => t.Name).ShouldContain("document_search");
            await client.CallToolAsync("document_create", new Dictionary<string, object?> { ["title"] = "Greeting", ["content"] = "quick brown fox" });
            (await SearchAsync(client, "fox")).ShouldContain("Greeting");
            (await tenant.PodsAsync()).ShouldBe(1);
        }

        await Eventually.HoldsAsync("the idle tenant sleeps", TimeSpan.FromSeconds(90), async () => await tenant.PodsAsync() == 0);

        await using (var client = await Edge.ConnectAsync(tenant.Name))
            (await SearchAsync(client, "fox")).ShouldContain("Greeting");

        var uid = (await Kubectl.GetAsync("mcptenant", tenant.Name))["metadata"]!["uid"]!.GetValue<string>();
        await tenant.DeleteAsync();
        foreach (var kind in new[] { "namespaces", "ingresses", "persistentvolumes" })
            (await Kubectl.RunAsync(["get", kind, "-A", "-o", "json"])).ShouldNotContain(uid, customMessage: kind);
        (await Kubectl.ExistsAsync("namespace", tenant.Namespace)).ShouldBeFalse();
    }

    [Fact]
    public async Task Manifest_AppliedThreeTimes_ChangesNoResourceVersionInTheNamespace()
    {
        await using var tenant = await TestTenant.CreateAsync("e2e-same");
        var before = await VersionsAsync(tenant);
        for (var i = 0; i < 3; i++)
        {
            await Kubectl.ApplyAsync(tenant.Manifest);

            // Another field of the object makes the operator reconcile, without changing what it wants.
            await Kubectl.RunAsync(["annotate", "mcptenant", tenant.Name, $"example.com/round={i}", "--overwrite"]);
        }

        await Kubectl.RunAsync(["-n", "mcp-system", "get", "pods"]);
        (await VersionsAsync(tenant)).ShouldBe(before);
    }

    private static async Task<string> SearchAsync(McpClient client, string query)
    {
        var result = await client.CallToolAsync("document_search", new Dictionary<string, object?> { ["query"] = query });
        (result.IsError ?? false).ShouldBeFalse();
        return string.Join('\n', result.Content.OfType<TextContentBlock>().Select(t => t.Text));
    }

    private static async Task<string> VersionsAsync(TestTenant tenant) => await Kubectl.RunAsync(
        ["-n", tenant.Namespace, "get",
         "networkpolicies,resourcequotas,limitranges,serviceaccounts,configmaps,persistentvolumeclaims,deployments,services,rolebindings",
         "-o", "jsonpath={range .items[*]}{.kind}/{.metadata.name}={.metadata.resourceVersion}{\"\\n\"}{end}"]);
}
