using McpTenants.Gateway.Routing;

namespace Gateway.Tests.Routing;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("acme.mcp.test", "acme.mcp.test")]
    [InlineData("acme.mcp.test:8443", "acme.mcp.test")]
    [InlineData("acme.mcp.test.", "acme.mcp.test")]
    [InlineData("acme.mcp.test.:443", "acme.mcp.test")]
    [InlineData("xn--bcher-kva.mcp.test", "xn--bcher-kva.mcp.test")]
    public void Read_OrdinaryHost_GivesItsName(string header, string expected)
    {
        HostName.TryRead(header, out var name).ShouldBeTrue();
        name.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("acme..mcp.test")]
    [InlineData(".acme.mcp.test")]
    [InlineData("acme.mcp.test..")]
    [InlineData("acme.mcp.test:")]
    [InlineData("acme.mcp.test:99999")]
    [InlineData("acme.mcp.test:+80")]
    [InlineData("acme.mcp.test:80:80")]
    [InlineData("user@acme.mcp.test")]
    [InlineData("acme.mcp.test/evil")]
    [InlineData("acme.mcp.test\\evil")]
    [InlineData("acme.mcp.test#x")]
    [InlineData("acme%2emcp.test")]
    [InlineData("acme mcp.test")]
    [InlineData("acme_mcp.test")]
    [InlineData("ac\u212Ae.mcp.test")]
    [InlineData("\u0430cme.mcp.test")]
    [InlineData("[::1]")]
    [InlineData("acme.mcp.test,other.mcp.test")]
    public void Read_AnythingUnusual_IsNoHost(string header) => HostName.TryRead(header, out _).ShouldBeFalse();
}
