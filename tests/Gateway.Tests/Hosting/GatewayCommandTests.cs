using McpTenants.Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public sealed class GatewayCommandTests
{
    [Fact]
    public async Task Options_AreReadFromTheCommandLine()
    {
        GatewayOptions? seen = null;
        var command = GatewayCommand.Create((options, _) =>
        {
            seen = options;
            return Task.FromResult(0);
        });

        var code = await command.Parse(
            ["--base-domain=mcp.example.com", "--allow-private-issuers=true", "--wake-deadline", "45s", "--allowed-origins", "https://a, https://b", "--port", "81"])
            .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

        code.ShouldBe(0);
        seen.ShouldNotBeNull();
        seen.BaseDomain.ShouldBe("mcp.example.com");
        seen.AllowPrivateIssuers.ShouldBeTrue();
        seen.WakeDeadline.ShouldBe(TimeSpan.FromSeconds(45));
        seen.AllowedOrigins.ShouldBe(["https://a", "https://b"]);
        (seen.Port, seen.AdminPort).ShouldBe((81, 9090));
        seen.Problems().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--wake-deadline", "soon")]
    [InlineData("--listen", "everywhere")]
    [InlineData("--port", "http")]
    [InlineData("--no-such-option", "1")]
    public void BadOptions_AreRefusedByTheParser(string option, string value) =>
        GatewayCommand.Create((_, _) => Task.FromResult(0)).Parse([option, value]).Errors.ShouldNotBeEmpty();

    [Fact]
    public void Problems_AreListedAllAtOnce()
    {
        var bad = new GatewayOptions { BaseDomain = "", WakeDeadline = TimeSpan.Zero, ExternalScheme = "ftp", MaxRequestBytes = 1 };

        bad.Problems().Count().ShouldBe(4);
    }
}
