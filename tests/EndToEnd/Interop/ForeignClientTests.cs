using EndToEnd.Support;

namespace EndToEnd.Interop;

/// <summary>Clients that share no code with us, from the 401 to the last answer, at a tenant that is asleep when they come.</summary>
public sealed class ForeignClientTests
{
    [Fact]
    public async Task TypeScriptSdk_KnowingOnlyTheUrl_GetsATokenAndHoldsASession()
    {
        await using var tenant = await TestTenant.CreateAsync("e2e-typescript");

        var seen = await ForeignClient.RunAsync(
            "session.mjs", Edge.UrlOf(tenant.Name).ToString(), "https://login.mcp.test", $"{tenant.Name}-agent", $"{tenant.Name}-agent-secret");

        seen["tools"]!.AsArray().Select(t => (string?)t).ShouldContain("document_search");
        ((string?)seen["found"]).ShouldNotBeNull().ShouldContain("Interop");
        ((int)seen["resources"]!).ShouldBe(1);
        ((string?)seen["read"]).ShouldBe("written by the TypeScript client");
        seen["unknown"]!["code"]!.GetValue<int>().ShouldBe(-32602, "the specification's code for an unknown tool");
    }

    [Fact]
    public async Task InspectorCommandLine_WithAToken_ListsAndCallsTools()
    {
        await using var tenant = await TestTenant.CreateAsync("e2e-inspector");
        string[] common =
        [
            "--cli", Edge.UrlOf(tenant.Name).ToString(), "--transport", "http", "--header", $"Authorization: Bearer {await Edge.TokenAsync(tenant.Name)}",
        ];

        var listed = await ForeignClient.RunAsync("node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js", [.. common, "--method", "tools/list"]);
        var created = await ForeignClient.RunAsync(
            "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
            [.. common, "--method", "tools/call", "--tool-name", "document_create", "--tool-arg", "title=Inspector", "content=by hand"]);

        listed["tools"]!.AsArray().Select(t => (string?)t!["name"]).ShouldContain("document_create");
        created.ToJsonString().ShouldContain("Inspector");
    }
}
