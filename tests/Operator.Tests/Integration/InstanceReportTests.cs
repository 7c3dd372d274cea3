using System.Text.Json.Nodes;
using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>What a running instance says becomes a condition. There is no kubelet: the tests play it by giving the pod its address.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class InstanceReportTests(InstancesFixture operation) : IClassFixture<InstancesFixture>
{
    private const string Name = "pinned";
    private static readonly string Home = McpTenantNames.NamespaceOf(Name);
    private static readonly string Approved = "sha256:" + new string('a', 64);
    private static readonly string Other = "sha256:" + new string('b', 64);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drift_OfAnAwakeTenant_IsAConditionThatStaysWhileItSleeps()
    {
        var tenant = await operation.CreateReadyAsync(Name, s => s.Tools = new ToolsSpec { PinnedCatalog = Approved });
        Condition(tenant)!.Reason.ShouldBe("NotSeen");
        operation.Instance.Asked.ShouldBe(0);

        Answer(tenant, Other, "files_read");
        await WakeAsync();
        var drifted = await UntilAsync("False");
        Condition(drifted)!.Message.ShouldContain("added files_read");
        drifted.Status!.Instance!.ToolCatalog.ShouldBe(Other);
        drifted.Status.Instance.ProtocolVersions.ShouldBe(["2026-07-28"]);

        await NothingIsWrittenWhileNothingChangesAsync();
        Answer(tenant, Approved);
        await UntilAsync("True");
        Answer(tenant, Other, "files_read");
        var last = await UntilAsync("False");

        await SleepAsync();
        var asked = operation.Instance.Asked;
        await operation.RestartAsync();
        var asleep = await operation.StatusAsync(Name, t => t.Status?.Phase == TenantPhase.Asleep);
        Condition(asleep)!.Message.ShouldBe(Condition(last)!.Message);

        // Approving what was seen last needs nobody to wake up.
        await operation.Client.PatchAsync<McpTenant>(new V1Patch("""{"spec":{"tools":{"pinnedCatalog":"DIGEST"}}}""".Replace("DIGEST", Other, StringComparison.Ordinal), PatchType.MergePatch), Name, ct: Ct);
        await UntilAsync("True");
        operation.Instance.Asked.ShouldBe(asked);
        (await operation.Client.GetAsync<V1Deployment>(McpTenantNames.Instance, Home, Ct))!.Spec!.Replicas.ShouldBe(0);
    }

    [Fact]
    public async Task Collector_OfThePlatform_IsInTheConfigurationAndOpenInTheNetwork()
    {
        await operation.CreateReadyAsync("observed");

        var configuration = JsonNode.Parse((await operation.Client.GetAsync<V1ConfigMap>(McpTenantNames.Instance, "mcpt-observed", Ct))!.Data!["instance.json"])!;
        ((string?)configuration["observability"]!["otlp"]!["endpoint"]).ShouldBe("http://collector.observability.svc:4318/");
        var egress = (await operation.Client.GetAsync<V1NetworkPolicy>(McpTenantNames.AllowEgressPolicy, "mcpt-observed", Ct))!.Spec!.Egress!;
        egress.Count.ShouldBe(2);
        egress[1].Ports!.Single().Port!.ToString().ShouldBe("4318");
        egress[1].To!.Single().PodSelector!.MatchLabels!["app"].ShouldBe("collector");
    }

    private async Task NothingIsWrittenWhileNothingChangesAsync()
    {
        var (asked, writes) = (operation.Instance.Asked, await operation.Operator.WritesButEventsAsync());
        await Until.TrueAsync(() => Task.FromResult(operation.Instance.Asked >= asked + 5), "The instance was not asked again.");
        (await operation.Operator.WritesButEventsAsync()).ShouldBe(writes);
    }

    private void Answer(McpTenant tenant, string catalog, string? added = null)
    {
        var tools = new JsonObject { ["toolCatalog"] = catalog };
        if (added is not null)
        {
            tools["drift"] = new JsonObject { ["explained"] = true, ["added"] = new JsonArray(added), ["removed"] = new JsonArray(), ["changed"] = new JsonArray(), ["blocked"] = new JsonArray() };
        }

        operation.Instance.Status = new JsonObject { ["tenant"] = new JsonObject { ["uid"] = tenant.Metadata.Uid }, ["protocolVersions"] = new JsonArray("2026-07-28"), ["tools"] = tools }.ToJsonString();
    }

    private async Task WakeAsync()
    {
        await ScaleAsync(1);
        var pod = await Until.FoundAsync(
            async () => (await operation.Client.ListAsync<V1Pod>(Home, ct: Ct)).FirstOrDefault(), () => Task.FromResult("No pod was made:\n" + operation.Operator.Tail()));
        var status = new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["phase"] = "Running",
                ["podIP"] = operation.Instance.Address,
                ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = operation.Instance.Address }),
                ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True", ["lastTransitionTime"] = "2026-01-01T00:00:00Z" }),
            },
        };
        await operation.Client.PatchAsync<V1Pod>(new V1Patch(status.ToJsonString(), PatchType.MergePatch), pod.Metadata.Name!, Home, subresource: "status", ct: Ct);
    }

    private async Task SleepAsync()
    {
        await ScaleAsync(0);
        await operation.StatusAsync(Name, t => t.Status?.Phase == TenantPhase.Asleep);
        await Until.TrueAsync(
            async () => (await operation.Client.GetAsync<V1Deployment>(McpTenantNames.Instance, Home, Ct))!.Status?.AvailableReplicas is not > 0, "The Deployment still has an available pod.");
    }

    private Task ScaleAsync(int replicas) => operation.Client.PatchScaleAsync<V1Deployment>(
        new V1Patch($"{{\"spec\":{{\"replicas\":{replicas}}}}}", PatchType.MergePatch), McpTenantNames.Instance, Home, McpTenantNames.WakeManager, Ct);

    private Task<McpTenant> UntilAsync(string status) => operation.StatusAsync(Name, t => Condition(t)?.Status == status);

    private static V1Condition? Condition(McpTenant tenant) => tenant.Status?.Conditions?.SingleOrDefault(c => c.Type == "ToolsPinned");
}
