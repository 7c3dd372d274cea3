using k8s;
using k8s.Models;
using McpTenants.Gateway.Cluster;

namespace Gateway.Tests.Cluster;

/// <summary>Pods as they come from an API server: what the gateway does not read of objects is not even parsed.</summary>
public sealed class PodReaderTests
{
    [Theory]
    [InlineData("""{"mcptenants.dev/mutual-tls":"required"}""", true)]
    [InlineData("""{"mcptenants.dev/mutual-tls":"other"}""", false)]
    [InlineData("{}", false)]
    public void Read_PodFromJson_KnowsWhetherItDemandsMutualTls(string labels, bool demands)
    {
        KubernetesJson.AddModifier(TenantProjection.SkipTheRest);
        var pod = KubernetesJson.Deserialize<V1Pod>($$$"""{"metadata":{"name":"mcp-instance-1","uid":"u","labels":{{{labels}}} },"status":{"podIP":"10.0.0.7"} }""")!;

        PodReader.Read(pod).MutualTls.ShouldBe(demands);
    }
}
