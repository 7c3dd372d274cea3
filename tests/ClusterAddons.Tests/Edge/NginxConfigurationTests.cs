using ClusterAddons.Edge;
using k8s.Models;

namespace ClusterAddons.Tests.Edge;

public sealed class NginxConfigurationTests
{
    private static readonly EdgeSettings Settings = EdgeSettings.From("/edge", "/pki", "192.0.2.1");

    [Fact]
    public void Write_Route_GoesToTheServicesAddress()
    {
        var text = Write(Ingress("acme.mcp.test", new() { Path = "/", PathType = "Prefix", Backend = Backend(number: 80) }));

        text.ShouldContain("server_name acme.mcp.test;\n    location / { proxy_pass http://10.88.0.7:80; }");
    }

    [Fact]
    public void Write_PortByName_IsResolved() =>
        Write(Ingress("acme.mcp.test", new() { Path = "/", PathType = "Prefix", Backend = Backend(name: "http") })).ShouldContain("http://10.88.0.7:80;");

    [Fact]
    public void Write_Prefix_CoversWholeElementsOnly()
    {
        var text = Write(Ingress("acme.mcp.test", new() { Path = "/mcp", PathType = "Prefix", Backend = Backend(number: 80) }));

        text.ShouldContain("location = /mcp { ");
        text.ShouldContain("location /mcp/ { ");
    }

    [Fact]
    public void Write_ServiceThatIsMissing_LeavesTheHostOut()
    {
        var backend = new V1IngressBackend { Service = new() { Name = "other", Port = new() { Number = 80 } } };

        Write(Ingress("acme.mcp.test", new() { Path = "/", PathType = "Prefix", Backend = backend })).ShouldNotContain("acme");
    }

    [Theory]
    [InlineData("/; return 200")]
    [InlineData("/{}")]
    [InlineData("/a b")]
    public void Write_PathThatNginxWouldRead_IsLeftOut(string path) =>
        Write(Ingress("acme.mcp.test", new() { Path = path, PathType = "Exact", Backend = Backend(number: 80) })).ShouldNotContain("acme");

    [Fact]
    public void Write_Always_PassesStreamsUnbuffered() => Write().ShouldContain("proxy_buffering off;");

    private static string Write(params V1Ingress[] ingresses) => NginxConfiguration.Write(Settings, ingresses,
    [
        new() { Metadata = new() { Name = "gateway", NamespaceProperty = "mcp-system" }, Spec = new() { ClusterIP = "10.88.0.7", Ports = [new() { Name = "http", Port = 80 }] } },
    ]);

    private static V1Ingress Ingress(string host, V1HTTPIngressPath path) => new()
    {
        Metadata = new() { Name = "acme", NamespaceProperty = "mcp-system" },
        Spec = new() { Rules = [new() { Host = host, Http = new() { Paths = [path] } }] },
    };

    private static V1IngressBackend Backend(int? number = null, string? name = null) => new() { Service = new() { Name = "gateway", Port = new() { Number = number, Name = name } } };
}
