using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>The chart's roles are enough for everything the operator does, and hold no more than that.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class RightsTests(ChartOperatorFixture operation) : IClassFixture<ChartOperatorFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LifeOfATenant_WithTheRightsOfTheChart_IsNeverForbidden()
    {
        // A Secret that the tenant names, suspension, repair, waking and a second host: each needs rights of its own.
        var tenant = await operation.CreateReadyAsync("lawful", spec => spec.CustomHosts = ["mcp.example.com"]);
        await PatchAsync("""{"spec":{"secrets":{"provider":"Kubernetes","kubernetes":{"secretName":"upstream"}}}}""");
        await operation.StatusAsync("lawful", t => t.ConditionOf("SecretsReady")?.Reason == "SecretMissing");
        await PatchAsync("""{"spec":{"secrets":null,"suspended":true,"customHosts":[]}}""");
        await operation.StatusAsync("lawful", t => t.Status?.Phase == TenantPhase.Suspended);
        await PatchAsync("""{"spec":{"suspended":false,"scaling":{"minInstances":1}}}""");
        await Until.TrueAsync(
            async () => (await operation.Client.GetScaleAsync<V1Deployment>(McpTenantNames.Instance, "mcpt-lawful", Ct)).Spec?.Replicas == 1,
            () => Task.FromResult("It is not scaled up:\n" + operation.Operator.Tail()));
        await PatchAsync("""{"spec":{"scaling":null}}""");
        await operation.ReadyAsync("lawful");
        foreach (var o in await TenantObjects.OfAsync(operation.Client, tenant, Ct))
        {
            o.Metadata.ManagedFields!.ShouldContain(m => m.Manager == McpTenantNames.PipelineManager, TenantObjects.Title(o));
        }

        await operation.DeleteAsync("lawful");

        (await TenantObjects.OfAsync(operation.Client, tenant, Ct)).ShouldBeEmpty();
        (await operation.Client.GetAsync<V1Namespace>("mcpt-lawful", ct: Ct)).ShouldBeNull();

        // Rights in a new namespace reach the server's authorizer a moment after the binding: those refusals are tried again at once.
        operation.Operator.Lines.Where(l => l.Contains("forbidden", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Operator_OutsideOfTenants_CannotReadSecretsOrTouchWorkloads()
    {
        (await MayAsync("get", "", "secrets", "kube-system")).ShouldBeFalse();
        (await MayAsync("list", "", "secrets", null)).ShouldBeFalse();
        (await MayAsync("create", "apps", "deployments", "default")).ShouldBeFalse();
        (await MayAsync("create", "", "pods", "default")).ShouldBeFalse();
        (await MayAsync("create", "rbac.authorization.k8s.io", "clusterrolebindings", null)).ShouldBeFalse();
        (await MayAsync("escalate", "rbac.authorization.k8s.io", "clusterroles", null)).ShouldBeFalse();
        (await MayAsync("delete", "mcptenants.dev", "mcptenants", null)).ShouldBeFalse();
    }

    [Fact]
    public async Task Roles_AsTheServerHoldsThem_AreExactlyTheListedRights()
    {
        // A right more or less is a decision: it changes this list.
        var expected = await File.ReadAllLinesAsync(RepositoryFiles.At("tests", "contracts", "rights.txt"), Ct);
        var clusterRoles = (await operation.Client.ListAsync<V1ClusterRole>(ct: Ct)).Where(r => r.Metadata.Name!.StartsWith("mcp-", StringComparison.Ordinal));
        V1Role[] roles = [(await operation.Client.GetAsync<V1Role>("mcp-operator", operation.SystemNamespace, Ct))!, (await operation.Client.GetAsync<V1Role>("mcp-operator-events", "default", Ct))!];

        var held = clusterRoles.SelectMany(r => Lines($"ClusterRole {r.Metadata.Name}", r.Rules)).Concat(roles.SelectMany(r => Lines($"Role {r.Metadata.Name}", r.Rules)));

        held.Order(StringComparer.Ordinal).ShouldBe(expected);
    }

    private static IEnumerable<string> Lines(string role, IEnumerable<V1PolicyRule>? rules) =>
        from rule in rules ?? []
        from @group in rule.ApiGroups ?? []
        from resource in rule.Resources ?? []
        select $"{role}: {string.Join(',', rule.Verbs)} {resource}{(@group.Length > 0 ? "." + @group : "")}{(rule.ResourceNames is { Count: > 0 } names ? $" [{string.Join(' ', names)}]" : "")}";

    private Task PatchAsync(string patch) => operation.Client.PatchAsync<McpTenant>(new V1Patch(patch, PatchType.MergePatch), "lawful", ct: Ct);

    private async Task<bool> MayAsync(string verb, string group, string resource, string? ns)
    {
        var review = new V1SubjectAccessReview
        {
            Spec = new()
            {
                User = $"system:serviceaccount:{operation.SystemNamespace}:mcp-operator",
                ResourceAttributes = new() { Verb = verb, Group = group, Resource = resource, NamespaceProperty = ns },
            },
        };
        return (await operation.Client.CreateAsync(review, ct: Ct)).Status!.Allowed;
    }
}
