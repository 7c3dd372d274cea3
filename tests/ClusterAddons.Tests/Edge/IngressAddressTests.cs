using ClusterAddons.Edge;
using k8s.Models;

namespace ClusterAddons.Tests.Edge;

public sealed class IngressAddressTests
{
    private const string Configuration = "  server {\n    server_name acme.mcp.test;\n  }\n";

    [Fact]
    public void Unpublished_ServedWithoutAddress_IsNamed() => Of(Ingress("acme.mcp.test")).ShouldHaveSingleItem();

    [Fact]
    public void Unpublished_NotServed_StaysSilent() => Of(Ingress("other.mcp.test")).ShouldBeEmpty();

    [Fact]
    public void Unpublished_AddressThere_IsLeftAlone() => Of(Ingress("acme.mcp.test", "192.0.2.1")).ShouldBeEmpty();

    [Fact]
    public void Unpublished_AddressOfAFormerEdge_IsCorrected() => Of(Ingress("acme.mcp.test", "192.0.2.9")).ShouldHaveSingleItem();

    private static IEnumerable<V1Ingress> Of(V1Ingress ingress) => IngressAddress.Unpublished([ingress], Configuration, "192.0.2.1");

    private static V1Ingress Ingress(string host, string? address = null) => new()
    {
        Spec = new V1IngressSpec { Rules = [new V1IngressRule { Host = host }] },
        Status = address is null ? null : new V1IngressStatus { LoadBalancer = new V1LoadBalancerStatus { Ingress = [new V1LoadBalancerIngress { Ip = address }] } },
    };
}
