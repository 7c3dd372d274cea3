using System.Text.Json.Nodes;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Deprovision.Export;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Plan;

namespace Operator.Tests.Plan;

public sealed class MutualTlsPlanTests
{
    private static readonly CertificateFiles Issued = new("certificate", "key", "bundle");

    [Fact]
    public void Pod_WithMutualTls_IsToldEverythingOrNothing()
    {
        var template = Template(Input());

        ((string?)template["metadata"]!["labels"]!["mcptenants.dev/mutual-tls"]).ShouldBe("required");
        var container = template["spec"]!["containers"]![0]!;
        container["env"]!.ToJsonString().ShouldBe("""[{"name":"MCP_TLS_DIR","value":"/etc/mcp-tls"}]""");
        container["volumeMounts"]!.AsArray().Single(m => (string?)m!["name"] == "tls")!.ToJsonString().ShouldBe("""{"mountPath":"/etc/mcp-tls","name":"tls","readOnly":true}""");
        JsonNode.DeepEquals(
            template["spec"]!["volumes"]!.AsArray().Single(v => (string?)v!["name"] == "tls")!["secret"],
            new JsonObject { ["defaultMode"] = 288, ["secretName"] = "mcp-instance-tls" }).ShouldBeTrue();
        foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
            ((string?)container[probe]!["httpGet"]!["scheme"]).ShouldBe("HTTPS");

        var without = Template(Input() with { MutualTls = false }).ToJsonString();
        without.ShouldNotContain("tls");
        without.ShouldNotContain("HTTPS");
    }

    [Fact]
    public void ThirdPartyServer_GetsNeitherKeyNorVariable()
    {
        var tenant = PlanFixture.Tenant(s => s.Instance = new InstanceSpec { Servers = [new ServerSpec { Name = "crm", Image = "example.com/crm:1", Port = 9000 }] });

        var containers = Template(Input(tenant))["spec"]!["containers"]!.AsArray();

        containers.Count.ShouldBe(2);
        containers[1]!.ToJsonString().ShouldNotContain("tls", Case.Insensitive);
    }

    [Fact]
    public void ExportJob_ProvesWhoItIsToo()
    {
        var job = ExportJobBuilder.Job(Input()).Spec!.Template;

        MutualTlsDecision.Serves(job.Metadata).ShouldBeTrue();
        job.Spec!.Containers[0].VolumeMounts!.ShouldContain(m => m.Name == "tls");
        job.Spec.Containers[0].Env!.ShouldContain(e => e.Name == "MCP_TLS_DIR");
    }

    [Fact]
    public void Certificate_IsWrittenBeforeWhatNeedsIt_AndOnlyWhenIssued()
    {
        var plan = TenantPlanner.Plan(Input() with { Certificate = Issued });
        var secret = plan.Find("Secret", "mcp-instance-tls");

        secret.Stage.ShouldBe(Stage.Secrets);
        secret.Key.Namespace.ShouldBe("mcpt-acme");
        plan.Objects.Select(o => o.Stage).ShouldBeInOrder();
        TenantPlanner.Plan(Input()).Objects.ShouldNotContain(o => o.Key.Kind == "Secret");
    }

    [Theory]
    [InlineData(false, true, true, false)]
    [InlineData(true, false, true, true)]
    [InlineData(true, false, false, false)]
    [InlineData(true, true, false, true)]
    public void Decision_WaitsForEveryGatewayOnceAndIsThenFinal(bool enabled, bool already, bool gatewaysCan, bool expected)
    {
        var deployment = new V1Deployment { Spec = new() { Selector = new(), Template = new() { Metadata = Labelled(already) } } };
        V1Pod[] gateways = [new() { Metadata = Labelled(true) }, new() { Metadata = Labelled(gatewaysCan) }];

        MutualTlsDecision.Of(enabled, deployment, gateways).ShouldBe(expected);
    }

    [Fact]
    public void Decision_GatewaysThatHaveEnded_DoNotCount()
    {
        V1Pod[] gateways = [new() { Metadata = Labelled(false), Status = new() { Phase = "Failed" } }, new() { Metadata = new() { DeletionTimestamp = DateTime.UnixEpoch } }];

        MutualTlsDecision.Of(enabled: true, null, gateways).ShouldBeTrue();
    }

    private static V1ObjectMeta Labelled(bool can) => new() { Labels = can ? new Dictionary<string, string> { ["mcptenants.dev/mutual-tls"] = "required" } : null };

    private static PlanInput Input(McpTenant? tenant = null) =>
        new TenantPlanner(new OperatorOptions()).Input(Effective.Of(tenant ?? PlanFixture.Tenant(), PlanFixture.Platform), TenantKeys.NotNeeded) with { MutualTls = true };

    private static JsonNode Template(PlanInput input) => TenantPlanner.Plan(input).Find("Deployment", "mcp-instance").Manifest["spec"]!["template"]!;
}
