using ClusterAddons.Dns;
using k8s.Models;

namespace ClusterAddons.Tests.Dns;

public sealed class HostsFileTests
{
    [Fact]
    public void Write_ServiceWithAddress_IsOneLine() =>
        HostsFile.Write([Service("web", "10.88.0.7")], []).ShouldBe("10.88.0.7 web.shop.svc.cluster.local\n");

    [Fact]
    public void Write_HeadlessService_NamesItsReadyPods()
    {
        var endpoints = new V1Endpoints
        {
            Metadata = new() { Name = "db", NamespaceProperty = "shop" },
            Subsets = [new() { Addresses = [new() { Ip = "10.89.1.2", Hostname = "db-0" }, new() { Ip = "10.89.1.3" }], NotReadyAddresses = [new() { Ip = "10.89.1.4" }] }],
        };

        HostsFile.Write([Service("db", "None")], [endpoints])
            .ShouldBe("10.89.1.2 db.shop.svc.cluster.local db-0.db.shop.svc.cluster.local\n10.89.1.3 db.shop.svc.cluster.local\n");
    }

    [Fact]
    public void Write_ServiceWithoutAddress_IsLeftOut() => HostsFile.Write([Service("external", null)], []).ShouldBeEmpty();

    private static V1Service Service(string name, string? address) =>
        new() { Metadata = new() { Name = name, NamespaceProperty = "shop" }, Spec = new() { ClusterIP = address } };
}
