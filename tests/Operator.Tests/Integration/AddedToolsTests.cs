using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>Connectors and third-party servers, as the API server holds what the operator makes of them.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class AddedToolsTests(OperatorFixture operation) : IClassFixture<OperatorFixture>
{
    private const string First = "openapi: 3.1.0\npaths: {/a: {get: {operationId: first}}}";
    private const string Second = "openapi: 3.1.0\npaths: {/a: {get: {operationId: second}}}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ConnectorsAndServer_Declared_AreInThePodAndOpenNothingElse()
    {
        var tenant = await operation.CreateReadyAsync("added", Added);

        var pod = (await GetAsync<V1Deployment>(tenant, McpTenantNames.Instance)).Spec!.Template.Spec!;
        pod.Containers.Select(c => c.Name).ShouldBe([McpTenantNames.Instance, "server-files"]);
        pod.Containers[0].VolumeMounts!.Select(m => m.MountPath).ShouldBe(["/etc/mcp", "/data", "/tmp", "/etc/mcp-tls", "/etc/mcp-connectors/crm"]);
        pod.Containers[1].VolumeMounts!.Select(m => m.MountPath).ShouldBe(["/tmp"]);
        pod.Containers[1].VolumeMounts![0].Name.ShouldNotBe(pod.Containers[0].VolumeMounts!.Single(m => m.MountPath == "/tmp").Name);
        (pod.Containers[1].Env, pod.Containers[1].Ports).ShouldBe((null, null));
        var document = pod.Volumes!.Single(v => v.Name == "connector-crm").ConfigMap!;
        (document.Name, document.Optional, document.Items!.Single().Key).ShouldBe(("crm-api", true, "openapi.yaml"));

        var configuration = JsonNode.Parse((await GetAsync<V1ConfigMap>(tenant, McpTenantNames.Instance)).Data![McpTenantNames.InstanceConfigurationFile])!;
        configuration["servers"]!.ToJsonString().ShouldBe("""[{"name":"files","port":9000,"path":"/mcp"}]""");
        configuration["connectors"]!.AsArray().Select(c => ((string)c!["name"]!, (bool)c["inline"]!)).ShouldBe([("crm", false), ("pets", true)]);

        // The egress that was declared and DNS; and nobody but the gateway and the operator comes in, least of all to the server's own port.
        var egress = (await GetAsync<V1NetworkPolicy>(tenant, McpTenantNames.AllowEgressPolicy)).Spec!.Egress!;
        egress.Count.ShouldBe(2);
        var declared = egress[1];
        (declared.To!.Single().IpBlock!.Cidr, declared.Ports!.Single().Port!.ToString(), declared.Ports!.Single().Protocol).ShouldBe(("198.51.100.0/24", "443", "TCP"));
        (await GetAsync<V1NetworkPolicy>(tenant, McpTenantNames.AllowIngressPolicy)).Spec!.Ingress!.SelectMany(i => i.Ports!).Select(p => p.Port!.ToString()).ShouldBe(["8080", "8081", "8082"]);
    }

    [Fact]
    public async Task ConnectorDocument_Changed_ReachesTheConfigurationAndRestartsNothing()
    {
        var tenant = await operation.CreateReadyAsync("document", Added);
        var before = await GetAsync<V1Deployment>(tenant, McpTenantNames.Instance);
        (await InlineAsync(tenant)).ShouldBe(First);
        // The document in the tenant's own ConfigMap is the kubelet's business: it appears, and the operator has nothing to do.
        await operation.Client.CreateAsync(
            new V1ConfigMap { Metadata = new() { Name = "crm-api", NamespaceProperty = tenant.Status!.Namespace }, Data = new Dictionary<string, string> { ["openapi.yaml"] = First } }, ct: Ct);

        var patch = new JsonObject { ["spec"] = new JsonObject { ["connectors"] = new JsonArray(Crm(), Pets(Second)) } };
        await operation.Client.PatchAsync<McpTenant>(new V1Patch(patch.ToJsonString(), PatchType.MergePatch), "document", ct: Ct);
        await Until.TrueAsync(async () => await InlineAsync(tenant) == Second, "The changed document did not reach the instance's ConfigMap.");

        var after = await GetAsync<V1Deployment>(await operation.StatusAsync("document", t => t.Status?.ObservedGeneration == t.Metadata.Generation), McpTenantNames.Instance);
        after.Metadata.Generation.ShouldBe(before.Metadata.Generation, "a new generation would restart the pod");
        after.Metadata.Uid.ShouldBe(before.Metadata.Uid);
    }

    private static void Added(McpTenantSpec spec)
    {
        spec.Isolation = new IsolationSpec { Egress = [new EgressRule { Cidr = "198.51.100.0/24", Ports = [new EgressPort { Port = 443 }] }] };
        spec.Connectors =
        [
            new ConnectorSpec
            {
                Name = "crm",
                BaseUrl = "https://crm.example/v1",
                OpenApi = new ConfigMapKeySpec { ConfigMapName = "crm-api", Key = "openapi.yaml" },
            },
            new ConnectorSpec { Name = "pets", BaseUrl = "https://pets.example/v1", Inline = First },
        ];
        spec.Instance = new InstanceSpec { Servers = [new ServerSpec { Name = "files", Image = "mcptenants.dev/files:1", Port = 9000 }] };
    }

    private static JsonObject Crm() => new()
    {
        ["name"] = "crm",
        ["baseUrl"] = "https://crm.example/v1",
        ["openApi"] = new JsonObject { ["configMapName"] = "crm-api", ["key"] = "openapi.yaml" },
    };

    private static JsonObject Pets(string document) => new() { ["name"] = "pets", ["baseUrl"] = "https://pets.example/v1", ["inline"] = document };

    private async Task<string> InlineAsync(McpTenant tenant) => (await GetAsync<V1ConfigMap>(tenant, McpTenantNames.Instance)).Data!["connector-pets"];

    private async Task<T> GetAsync<T>(McpTenant tenant, string name)
        where T : class, IKubernetesObject<V1ObjectMeta> => (await operation.Client.GetAsync<T>(name, tenant.Status!.Namespace!, Ct)).ShouldNotBeNull();
}
