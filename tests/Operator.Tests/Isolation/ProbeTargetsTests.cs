using System.Net;
using System.Text.Json.Nodes;
using k8s;
using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Isolation;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Plan;
using Operator.Tests.Plan;

namespace Operator.Tests.Isolation;

public sealed class ProbeTargetsTests
{
    private static readonly Surroundings World = new()
    {
        Gateways = [new("10.1.0.9", 8080, 9090, "a"), new("10.1.0.5", 8080, 9090, "a"), new("10.2.0.5", 8080, 9090, "b"), new("10.3.0.5", 8080, 9090, "c")],
        GatewayService = new IPEndPoint(IPAddress.Parse("10.96.0.7"), 80),
        ApiServer = new IPEndPoint(IPAddress.Parse("198.51.100.10"), 443),
    };

    [Fact]
    public void Of_Tenant_TriesWhatItMustNotReach_OnTwoNodes() => ProbeTargets.Of(Tenant(), World).ShouldBe(
    [
        new("dns", true),
        new("gateway", false, "10.1.0.5", 8080), new("gateway-admin", false, "10.1.0.5", 9090), new("gateway-2", false, "10.2.0.5", 8080), new("gateway-admin-2", false, "10.2.0.5", 9090),
        new("gateway-service", false, "10.96.0.7", 80), new("api-server", false, "198.51.100.10", 443), new("metadata", false, "169.254.169.254", 80), new("wire-server", false, "168.63.129.16", 80),
    ]);

    [Fact]
    public void Of_SuspendedTenant_NeedsNoNames() => ProbeTargets.Of(Tenant(s => s.Suspended = true), World).ShouldNotContain(t => t.Open);

    [Theory]
    [InlineData("198.51.100.0/24", 443, false)]
    [InlineData("198.51.100.0/24", 8443, true)]
    [InlineData("203.0.113.0/24", 443, true)]
    public void Of_DeclaredEgress_IsNoLeak(string cidr, int port, bool tried)
    {
        var tenant = Tenant(s => s.Isolation = new IsolationSpec { Egress = [new EgressRule { Cidr = cidr, Ports = [new EgressPort { Port = port }] }] });

        ProbeTargets.Of(tenant, World).Any(t => t.Name == "api-server").ShouldBe(tried);
    }

    [Fact]
    public void Request_IsTheContractOfTheInstance()
    {
        ProbeTarget[] targets = [new("dns", true), new("gateway", false, "10.89.0.7", 8080)];

        var written = ProbeContract.Write(targets, new IsolationOptions());

        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(Contract("probe-request.json"))).ShouldBeTrue(written);
        var report = ProbeContract.Read(Contract("probe-report.json"), targets)!;
        report.Results.ShouldBe([new("dns", true, 3), new("gateway", false, 2004)]);
        report.Accepted.ShouldBe([8082]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("mcp-instance - the MCP server of one tenant")]
    [InlineData("{}")]
    [InlineData("{\"results\":7}")]
    public void Report_ThatIsNone_IsNone(string? text) => ProbeContract.Read(text, []).ShouldBeNull();

    [Fact]
    public void Report_OnSomethingNobodyAskedFor_IsNotTakenOver() =>
        ProbeContract.Read("""{"results":[{"name":"other-tenant","open":false,"milliseconds":1}],"accepted":[]}""", [new("dns", true)])!.Results.ShouldBeEmpty();

    [Fact]
    public void Job_IsRestricted_WithoutCredential_AndNobodysServer()
    {
        var tenant = PlanFixture.Tenant(s => s.Instance = new InstanceSpec { Image = "evil.example/says-closed:1", Resources = new ResourcesSpec { Limits = new ResourceAmounts { Memory = "64Mi" } } });
        var input = new TenantPlanner(new OperatorOptions()).Input(Effective.Of(tenant, PlanFixture.Platform), TenantKeys.NotNeeded);

        var job = ProbeJob.Build(input, PlanFixture.Platform.InstanceImage, "{}", TimeSpan.FromSeconds(90));

        var pod = job.Spec!.Template;
        pod.Metadata!.Labels![McpTenantNames.AppNameLabel].ShouldBe("mcp-probe", "neither the Service nor the gateway selects it");
        PodTemplate.Selector().Except(pod.Metadata.Labels).ShouldNotBeEmpty();
        pod.Spec!.AutomountServiceAccountToken.ShouldBe(false);
        pod.Spec.SecurityContext!.RunAsNonRoot.ShouldBe(true);
        var container = pod.Spec.Containers.Single();
        container.Image.ShouldBe("mcptenants.dev/mcp-instance:1", "the tenant's own image could say what it likes");
        container.SecurityContext!.Capabilities!.Drop.ShouldBe(["ALL"]);
        container.VolumeMounts.ShouldBeNull();
        KubernetesJson.Serialize(container.Resources!.Limits!["memory"]).ShouldBe("\"64Mi\"", "not more than the namespace's limits allow");
        job.Spec.BackoffLimit.ShouldBe(0);
        job.Spec.ActiveDeadlineSeconds.ShouldBe(90);
    }

    private static EffectiveTenant Tenant(Action<McpTenantSpec>? change = null) => Effective.Of(PlanFixture.Tenant(change), PlanFixture.Platform);

    private static string Contract(string name) => File.ReadAllText(RepositoryFiles.At("tests", "contracts", name)).TrimEnd();
}
