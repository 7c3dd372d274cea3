using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>From the Job to the condition, on a real API server and with the chart's rights. What packets do is the end-to-end tests' business.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class IsolationProbeTests(ProbesFixture operation) : IClassFixture<ProbesFixture>
{
    private const string Closed =
        """{"results":[{"name":"dns","open":true,"milliseconds":1},{"name":"gateway","open":false,"milliseconds":2},{"name":"gateway-admin","open":false,"milliseconds":2}],"accepted":[8082]}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tenant_ThatRequiresEnforcement_IsReadyOncePacketsProveIt_AndNotWhenTheyRefuteIt()
    {
        var pod = operation.NewAddress();
        await operation.CreateAsync("proved", s =>
        {
            s.Isolation = new IsolationSpec { RequireEnforcement = true };
            s.Scaling = new ScalingSpec { MinInstances = 1 };
        });
        var waiting = await operation.StatusAsync("proved", t => t.ConditionOf("RouteReady")?.Status == "True");
        (waiting.ConditionOf("NetworkIsolationVerified")!.Status, waiting.ConditionOf("Ready")!.Reason).ShouldBe(("Unknown", "Pending"));
        (await ReplicasAsync("mcpt-proved")).ShouldBe(0, "it does not run before the proof");

        var probe = await operation.RunProbeAsync("mcpt-proved", pod, Closed);
        var proved = await operation.StatusAsync("proved", t => t.ConditionOf("NetworkIsolationVerified")?.Status == "True");

        probe.Spec!.Containers.Single().Image.ShouldBe("mcptenants.dev/mcp-instance:dev");
        probe.Spec.Volumes.ShouldBeNull("no token, no data, no secret");
        (await operation.Client.ListAsync<V1Pod>("mcpt-proved", ct: Ct)).ShouldNotContain(p => p.Metadata.Labels!["app.kubernetes.io/name"] == "mcp-instance" && p.Metadata.CreationTimestamp < probe.Metadata.CreationTimestamp);
        proved.ConditionOf("NetworkIsolationVerified")!.Message.ShouldContain("refused as they must be: gateway, closed-port");
        proved.Status!.NetworkIsolation!.VerifiedAt.ShouldNotBeNull();
        await Until.TrueAsync(async () => await ReplicasAsync("mcpt-proved") == 1, () => Task.FromResult("It is not started:\n" + operation.Operator.Tail()));
        await Until.TrueAsync(async () => await operation.Client.GetAsync<V1Job>("mcp-probe", "mcpt-proved", Ct) is null, "The job is left.");

        // A new operator believes the evidence; somebody who asks gets a new probe.
        await operation.RestartAsync();
        await AskAsync("proved", "first");
        await operation.RunProbeAsync("mcpt-proved", pod, Closed.Replace("\"gateway\",\"open\":false", "\"gateway\",\"open\":true", StringComparison.Ordinal));

        var refuted = await operation.StatusAsync("proved", t => t.ConditionOf("NetworkIsolationVerified")?.Status == "False");
        refuted.ConditionOf("NetworkIsolationVerified")!.Message.ShouldEndWith("got through that the policies forbid: gateway.");
        refuted.ConditionOf("Ready")!.Reason.ShouldBe("NotEnforced");
        refuted.Status!.NetworkIsolation!.Request.ShouldBe("first");
        await EventAsync("proved", "NotEnforced");

        await AskAsync("proved", "second");
        await operation.RunProbeAsync("mcpt-proved", pod, Closed);
        await operation.StatusAsync("proved", t => t.ConditionOf("NetworkIsolationVerified")?.Status == "True");
        operation.Operator.Lines.Where(l => l.Contains("forbidden", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public async Task PolicyOfSomebodyElse_IsReported_AndDriftToo()
    {
        await operation.CreateReadyAsync("visited");
        await operation.RunProbeAsync("mcpt-visited", operation.NewAddress(), Closed);
        await operation.StatusAsync("visited", t => t.ConditionOf("NetworkIsolationVerified")?.Status == "True");

        await operation.Client.CreateAsync(
            new V1NetworkPolicy { Metadata = new() { Name = "guest", NamespaceProperty = "mcpt-visited" }, Spec = new() { PodSelector = new(), PolicyTypes = ["Ingress"], Ingress = [new()] } }, ct: Ct);
        var opened = await operation.StatusAsync("visited", t => t.ConditionOf("NetworkIsolationVerified")?.Reason == "ForeignPolicy");
        opened.ConditionOf("NetworkIsolationVerified")!.Message.ShouldContain("guest");
        opened.ConditionOf("Ready")!.Status.ShouldBe("True", "it does not require enforcement");
        await EventAsync("visited", "ForeignPolicy");

        await operation.Client.DeleteAsync<V1NetworkPolicy>("guest", "mcpt-visited", ct: Ct);
        await operation.StatusAsync("visited", t => t.ConditionOf("NetworkIsolationVerified")?.Status == "True");

        // Not reported in the first moments of a tenant, when a cache may only be late.
        await Until.TrueAsync(
            async () =>
            {
                await operation.Client.DeleteAsync<V1NetworkPolicy>("deny-all", "mcpt-visited", ct: Ct);
                return await HasEventAsync("visited", "GuardrailRepaired");
            },
            () => Task.FromResult("No event:\n" + operation.Operator.Tail()));
    }

    [Fact]
    public async Task ProbeThatEndsWithoutReport_ProvesNothing_AndItsTenantCanBeDeleted()
    {
        await operation.CreateReadyAsync("mute");
        var pod = await Until.FoundAsync(
            async () => (await operation.Client.ListAsync<V1Pod>("mcpt-mute", "app.kubernetes.io/name=mcp-probe", ct: Ct)).FirstOrDefault(), () => Task.FromResult("No probe:\n" + operation.Operator.Tail()));
        await operation.EndProbeAsync(pod, "mcp-instance - the MCP server of one tenant");

        var tenant = await operation.StatusAsync("mute", t => t.ConditionOf("NetworkIsolationVerified")?.Reason == "ProofMissing");
        tenant.ConditionOf("NetworkIsolationVerified")!.Message.ShouldContain("without a report");
        tenant.ConditionOf("Ready")!.Status.ShouldBe("True");

        await operation.DeleteAsync("mute");
    }

    private async Task<int?> ReplicasAsync(string home) => (await operation.Client.GetAsync<V1Deployment>(McpTenantNames.Instance, home, Ct))?.Spec?.Replicas;

    private Task AskAsync(string name, string request) => operation.Client.PatchAsync<McpTenant>(
        new V1Patch("""{"metadata":{"annotations":{"mcptenants.dev/probe-requested-at":"WHEN"}}}""".Replace("WHEN", request, StringComparison.Ordinal), PatchType.MergePatch), name, ct: Ct);

    private async Task<bool> HasEventAsync(string tenant, string reason) =>
        (await operation.Client.ListAsync<Corev1Event>("default", ct: Ct)).Any(e => e.InvolvedObject.Name == tenant && e.Reason == reason);

    private Task EventAsync(string tenant, string reason) => Until.TrueAsync(
        () => HasEventAsync(tenant, reason),
        () => Task.FromResult($"No event {reason}:\n{operation.Operator.Tail()}"));
}
