using System.Text.Json.Nodes;

namespace Operator.Tests.Chart;

public sealed class ChartRightsTests
{
    public static TheoryData<string> Features => [.. RenderedChart.Features];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Features))]
    public async Task Rules_OfAllRoles_HaveNoWildcardButTheCountOfLeftovers(string feature)
    {
        var wild = from rule in Rules(await RenderedChart.ObjectsAsync(feature))
                   where Has(rule.Rule, "apiGroups", "*") || Has(rule.Rule, "resources", "*") || Has(rule.Rule, "verbs", "*")
                   select $"{rule.Role}: {rule.Rule.ToJsonString()}";

        // Counts what is in a tenant's namespace before it is erased: it only lists, and the role is bound inside those namespaces alone.
        wild.ShouldBe(["ClusterRole/mcp-operator-tenant: {\"apiGroups\":[\"*\"],\"resources\":[\"*\"],\"verbs\":[\"list\"]}"]);
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Features))]
    public async Task Bindings_ClusterWide_GiveNoSecretsNoPodsToRunAndNoImpersonation(string feature)
    {
        var objects = await RenderedChart.ObjectsAsync(feature);
        var bound = objects.Where(o => (string?)o["kind"] == "ClusterRoleBinding").Select(o => $"ClusterRole/{o["roleRef"]!["name"]}").ToList();
        bound.Order(StringComparer.Ordinal).ShouldBe(["ClusterRole/mcp-gateway", "ClusterRole/mcp-operator"]);

        foreach (var (role, rule) in Rules(objects).Where(r => bound.Contains(r.Role)))
        {
            var text = $"{role}: {rule.ToJsonString()}";
            Has(rule, "resources", "secrets").ShouldBeFalse(text);
            Has(rule, "resources", "serviceaccounts/token").ShouldBeFalse(text);
            foreach (var resource in new[] { "pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "nodes/proxy" })
                Has(rule, "resources", resource).ShouldBeFalse(text);
            foreach (var verb in new[] { "escalate", "impersonate", "deletecollection" })
                Has(rule, "verbs", verb).ShouldBeFalse(text);

            // Whoever may bind any role has them all.
            if (Has(rule, "verbs", "bind"))
                rule["resourceNames"]!.AsArray().Select(n => (string?)n).ShouldBe(["mcp-operator-tenant", "mcp-gateway-tenant"]);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Rules_OfTheGateway_OnlyReadAndScale()
    {
        foreach (var (_, rule) in Rules(await RenderedChart.ObjectsAsync("everything-values.yaml")).Where(r => r.Role.Contains("gateway", StringComparison.Ordinal)))
        {
            var verbs = rule["verbs"]!.AsArray().Select(v => (string?)v);
            verbs.Except(Has(rule, "resources", "deployments/scale") ? ["get", "patch"] : ["get", "list", "watch"]).ShouldBeEmpty(rule.ToJsonString());
        }
    }

    private static IEnumerable<(string Role, JsonObject Rule)> Rules(IEnumerable<JsonObject> objects) =>
        from o in objects
        where (string?)o["kind"] is "ClusterRole" or "Role"
        from rule in o["rules"]!.AsArray()
        select ($"{o["kind"]}/{o["metadata"]!["name"]}", rule!.AsObject());

    private static bool Has(JsonObject rule, string list, string value) => rule[list] is JsonArray values && values.Any(v => (string?)v == value);
}
