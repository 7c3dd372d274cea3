using EndToEnd.Support;

namespace EndToEnd.Tenants;

public sealed class RepairTests
{
    [Fact]
    public async Task ManagedObject_DeletedByHand_IsBackWithinTenSeconds()
    {
        await using var tenant = await TestTenant.CreateAsync("e2e-repair");
        string[] managed =
        [
            "networkpolicy/deny-all", "networkpolicy/allow-ingress", "networkpolicy/allow-egress", "resourcequota/mcp-limits", "limitrange/mcp-limits",
            "serviceaccount/mcp-instance", "configmap/mcp-instance", "deployment/mcp-instance", "service/mcp-instance",
            "rolebinding/mcp-gateway", "rolebinding/mcp-operator",
        ];
        foreach (var name in managed)
        {
            var old = await UidAsync(tenant.Namespace, name);
            await Kubectl.RunAsync(["-n", tenant.Namespace, "delete", name, "--wait=true"]);
            await Eventually.HoldsAsync($"{name} is back", TimeSpan.FromSeconds(10), async () => await UidAsync(tenant.Namespace, name) is { Length: > 0 } uid && uid != old);
        }

        await Kubectl.RunAsync(["-n", "mcp-system", "delete", $"ingress/{tenant.Namespace}"]);
        await Eventually.HoldsAsync("the ingress is back", TimeSpan.FromSeconds(10), () => Kubectl.ExistsAsync("-n", "mcp-system", $"ingress/{tenant.Namespace}"));
    }

    private static async Task<string> UidAsync(string space, string name) =>
        (await Kubectl.RunAsync(["-n", space, "get", name, "--ignore-not-found", "-o", "jsonpath={.metadata.uid}"])).Trim();
}
