using System.Text.Json.Nodes;
using McpTenants.Api;
using McpTenants.Operator.Plan;

namespace Operator.Tests.Plan;

/// <summary>What connectors and third-party servers add to the pod.</summary>
public sealed class AddedToolsPlanTests
{
    [Fact]
    public void Connector_DocumentInAConfigMap_IsMountedReadOnlyAndOptional()
    {
        var pod = Pod(PlanFixture.Plan(PlanFixture.Tenant(s => s.Connectors =
            [new ConnectorSpec { Name = "crm", BaseUrl = "https://api.example", OpenApi = new ConfigMapKeySpec { ConfigMapName = "crm-api", Key = "openapi.yaml" } }])));

        pod["volumes"]!.AsArray().Single(v => (string?)v!["name"] == "connector-crm")!["configMap"]!.ToJsonString()
            .ShouldBe("""{"defaultMode":288,"items":[{"key":"openapi.yaml","path":"openapi"}],"name":"crm-api","optional":true}""");
        pod["containers"]![0]!["volumeMounts"]!.AsArray().Single(m => (string?)m!["name"] == "connector-crm")!.ToJsonString()
            .ShouldBe("""{"mountPath":"/etc/mcp-connectors/crm","name":"connector-crm","readOnly":true}""");
    }

    [Fact]
    public void Connector_InlineDocument_LiesBesideTheConfiguration()
    {
        var data = PlanFixture.Plan(PlanFixture.Tenant(s => s.Connectors = [new ConnectorSpec { Name = "crm", BaseUrl = "https://api.example", Inline = "openapi: 3.1.0" }]))
            .Find("ConfigMap", "mcp-instance").Manifest["data"]!;

        ((string?)data["connector-crm"]).ShouldBe("openapi: 3.1.0");
        var connector = JsonNode.Parse((string)data["instance.json"]!)!["connectors"]![0]!;
        ((bool)connector["inline"]!, (double)connector["timeoutSeconds"]!, (long)connector["maxResponseBytes"]!).ShouldBe((true, 30, 1 << 20));
    }

    [Fact]
    public void Server_Declared_RunsRestrictedAndSeesNothingOfTheInstance()
    {
        var plan = PlanFixture.Plan(PlanFixture.Tenant(s =>
        {
            s.Secrets = new SecretsSpec { Provider = SecretProvider.Kubernetes, Kubernetes = new KubernetesSecretsSpec { SecretName = "crm" } };
            s.Instance = new InstanceSpec { Servers = [new ServerSpec { Name = "files", Image = "registry.example/files:1", Port = 9000, Env = [new EnvironmentVariable { Name = "MODE", Value = "x" }] }] };
        }));

        var container = Pod(plan)["containers"]!.AsArray().Single(c => (string?)c!["name"] == "server-files")!;
        container["securityContext"]!.ToJsonString().ShouldBe(
            """{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"readOnlyRootFilesystem":true,"runAsNonRoot":true}""");
        container["volumeMounts"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe("""{"mountPath":"/tmp","name":"tmp-server-files"}""");
        container["resources"]!["limits"]!["memory"]!.ToString().ShouldBe("128Mi");
        container.AsObject().ContainsKey("ports").ShouldBeFalse();
        JsonNode.Parse((string)plan.Find("ConfigMap", "mcp-instance").Manifest["data"]!["instance.json"]!)!["servers"]!.ToJsonString()
            .ShouldBe("""[{"name":"files","port":9000,"path":"/mcp"}]""");
    }

    [Fact]
    public void LimitRange_ServerLargerThanTheInstance_LetsItStart()
    {
        var plan = PlanFixture.Plan(PlanFixture.Tenant(s => s.Instance = new InstanceSpec
        {
            Servers = [new ServerSpec { Name = "files", Image = "registry.example/files:1", Port = 9000, Resources = new ResourcesSpec { Limits = new ResourceAmounts { Memory = "1Gi" } } }],
        }));

        plan.Find("LimitRange", "mcp-limits").Manifest["spec"]!["limits"]![0]!["max"]!["memory"]!.ToString().ShouldBe("1Gi");
    }

    private static JsonNode Pod(TenantPlan plan) => plan.Find("Deployment", "mcp-instance").Manifest["spec"]!["template"]!["spec"]!;
}
