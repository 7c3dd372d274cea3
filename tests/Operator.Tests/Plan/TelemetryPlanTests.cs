using System.Text.Json.Nodes;
using McpTenants.Operator.Hosting;

namespace Operator.Tests.Plan;

/// <summary>The platform's collector in a tenant's plan: named in the configuration, opened in the network, and nothing beyond.</summary>
public sealed class TelemetryPlanTests
{
    private static readonly OtlpOptions Inside = new()
    {
        Endpoint = new Uri("http://collector.observability.svc:4318"),
        NamespaceLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "observability" },
        PodLabels = new Dictionary<string, string> { ["app"] = "collector" },
    };

    [Fact]
    public void Collector_None_LeavesNoTrace()
    {
        var plan = PlanFixture.Plan(PlanFixture.Tenant());

        Configuration(plan)["observability"].ShouldBeNull();
        Egress(plan).Count.ShouldBe(1);
    }

    [Fact]
    public void Collector_InTheCluster_IsConfiguredAndOpenedOnItsPortOnly()
    {
        var plan = PlanFixture.Plan(PlanFixture.Tenant(), new OperatorOptions { Otlp = Inside });

        ((string?)Configuration(plan)["observability"]!["otlp"]!["endpoint"]).ShouldBe("http://collector.observability.svc:4318/");
        Egress(plan)[1]!.ToJsonString().ShouldBe(
            """{"ports":[{"port":4318,"protocol":"TCP"}],"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"observability"}},"podSelector":{"matchLabels":{"app":"collector"}}}]}""");
        plan.Find("Deployment", "mcp-instance").Manifest.ToJsonString().ShouldNotContain("collector.observability");
    }

    [Fact]
    public void Collector_Outside_IsOpenedByRangeAndNoPodIs()
    {
        var outside = new OtlpOptions { Endpoint = new Uri("https://otlp.example/ingest"), Cidrs = ["203.0.113.7/32"] };

        var plan = PlanFixture.Plan(PlanFixture.Tenant(), new OperatorOptions { Otlp = outside });

        Egress(plan)[1]!.ToJsonString().ShouldBe("""{"ports":[{"port":443,"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"203.0.113.7/32"}}]}""");
    }

    [Fact]
    public void Collector_BehindAServiceWithAnotherPort_IsOpenedOnThePortOfThePods()
    {
        var plan = PlanFixture.Plan(PlanFixture.Tenant(), new OperatorOptions { Otlp = Inside with { Endpoint = new Uri("http://collector.observability.svc"), PodPort = 4318 } });

        ((int)Egress(plan)[1]!["ports"]![0]!["port"]!).ShouldBe(4318);
    }

    [Fact]
    public void Collector_OfASuspendedTenant_IsOutOfReach() =>
        PlanFixture.Plan(PlanFixture.Tenant(s => s.Suspended = true), new OperatorOptions { Otlp = Inside }).Objects.ShouldNotContain(o => o.Key.Name == "allow-egress");

    [Theory]
    [InlineData("http://user:password@collector:4318", "no place for a credential")]
    [InlineData("http://collector:4318?token=x", "no place for a credential")]
    [InlineData("http://collector:4318", null)]
    public void Problem_Endpoint_SaysWhatIsWrong(string endpoint, string? problem)
    {
        var found = (Inside with { Endpoint = new Uri(endpoint) }).Problem;
        if (problem is null)
        {
            found.ShouldBeNull();
        }
        else
        {
            found.ShouldNotBeNull().ShouldContain(problem);
        }
    }

    [Fact]
    public void Problem_NobodyOpened_IsNamed() =>
        new OtlpOptions { Endpoint = new Uri("http://collector:4318") }.Problem.ShouldNotBeNull().ShouldContain("--otlp-pod-labels");

    private static JsonNode Configuration(McpTenants.Operator.Plan.TenantPlan plan) =>
        JsonNode.Parse((string)plan.Find("ConfigMap", "mcp-instance").Manifest["data"]!["instance.json"]!)!;

    private static JsonArray Egress(McpTenants.Operator.Plan.TenantPlan plan) => plan.Find("NetworkPolicy", "allow-egress").Manifest["spec"]!["egress"]!.AsArray();
}
