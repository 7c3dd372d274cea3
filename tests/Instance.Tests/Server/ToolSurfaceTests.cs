using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;

namespace Instance.Tests.Server;

public sealed class ToolSurfaceTests
{
    private static readonly TokenForge Forge = TokenForge.Shared;
    private static readonly string List = Rpc.Body("tools/list").ToJsonString();

    [Fact]
    public async Task List_IsPrivateAndMayBeKeptForAMoment()
    {
        await using var instance = await TestInstance.StartAsync();
        var (_, body, _) = await instance.PostAsync(List, Rpc.Headers("tools/list"));
        var result = body!.Value.GetProperty("result");
        result.GetProperty("ttlMs").GetInt32().ShouldBe(10_000);
        result.GetProperty("cacheScope").GetString().ShouldBe("private");
        result.GetProperty("resultType").GetString().ShouldBe("complete");
    }

    [Theory]
    [InlineData("server/discover", null)]
    [InlineData("resources/list", null)]
    [InlineData("resources/templates/list", null)]
    public async Task CacheableResults_AlwaysSayHowLongAndForWhom(string method, string? name)
    {
        await using var instance = await TestInstance.StartAsync();
        var (_, body, _) = await instance.PostAsync(Rpc.Body(method).ToJsonString(), Rpc.Headers(method, name));
        var result = body!.Value.GetProperty("result");
        result.GetProperty("ttlMs").GetInt32().ShouldBeGreaterThanOrEqualTo(0);
        result.GetProperty("cacheScope").GetString().ShouldBe("private");
    }

    [Fact]
    public async Task Pin_CopiedFromTheStatus_HoldsAcrossARestartAndNoticesAChangedDescription()
    {
        var configuration = TestInstance.Configuration();
        await using var instance = await TestInstance.StartAsync(configuration);
        var digest = (await StatusAsync(instance)).GetProperty("tools").GetProperty("toolCatalog").GetString()!;

        configuration["tools"]!["pinnedCatalog"] = digest;
        configuration["tools"]!["onDrift"] = "Block";
        await RestartAsync(instance, configuration);
        (await StatusAsync(instance)).GetProperty("tools").TryGetProperty("drift", out _).ShouldBeFalse();

        configuration["tools"]!["descriptions"]!["document_get"] = "Also mails it to everybody.";
        await RestartAsync(instance, configuration);
        var tools = (await StatusAsync(instance)).GetProperty("tools");
        tools.GetProperty("toolCatalog").GetString().ShouldNotBe(digest);
        tools.GetProperty("drift").GetProperty("changed")[0].GetString().ShouldBe("document_get");
        tools.GetProperty("drift").GetProperty("blocked").GetArrayLength().ShouldBe(1);
        (await CodeAsync(instance, "document_get")).ShouldBe(-32602);
        (await CodeAsync(instance, "document_list")).ShouldBeNull();
        (await instance.Http.GetStringAsync(instance.Admin("/metrics"), TestContext.Current.CancellationToken)).ShouldContain("mcp_instance_catalogue_drift{kind=\"changed\"} 1");
        instance.Logs.ShouldContain("The tools are not the pinned ones");
    }

    [Fact]
    public async Task ToolScopes_TooFew_IsAStepUpWithAllScopesOfTheOperation()
    {
        await using var instance = await StartWithScopesAsync();
        var (status, _, response) = await CallAsync(instance, "document_create", "kb:read");
        status.ShouldBe(403);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"insufficient_scope\"");
        response.Headers.WwwAuthenticate.ToString().ShouldContain("scope=\"kb:read kb:any kb:write\"");
        (await CallAsync(instance, "document_create", "kb:read kb:write kb:any")).Status.ShouldBe(200);
        (await CallAsync(instance, "document_list", "kb:read kb:any")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task ToolScopes_HeaderSaysAnotherTool_AreDecidedOnTheBody()
    {
        await using var instance = await StartWithScopesAsync();
        var body = Rpc.Call("document_create").ToJsonString();
        var token = ("Authorization", "Bearer " + Token("kb:read kb:any"));
        (await instance.PostAsync(body, Rpc.Headers("tools/call", "document_list", token))).Status.ShouldBe(400);
        (await instance.PostAsync(body, Rpc.Headers("tools/call", "=?base64?" + Convert.ToBase64String("document_create"u8) + "?=", token))).Status.ShouldBe(403);
        // A legacy request carries no Mcp-Name at all.
        var legacy = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"document_create","arguments":{}}}""";
        (await instance.PostAsync(legacy, ("MCP-Protocol-Version", "2025-11-25"), token)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task ToolScopes_OfHiddenTools_DoNotGiveThemAway()
    {
        await using var instance = await StartWithScopesAsync();
        var hidden = await CallAsync(instance, "document_delete", "kb:read");
        var unknown = await CallAsync(instance, "document_nothing", "kb:read");
        hidden.Status.ShouldBe(unknown.Status);
        hidden.Body!.Value.GetRawText().Replace("document_delete", "X", StringComparison.Ordinal)
            .ShouldBe(unknown.Body!.Value.GetRawText().Replace("document_nothing", "X", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ToolScopes_OfReading_AlsoGuardResources()
    {
        await using var instance = await StartWithScopesAsync();
        var headers = Rpc.Headers("resources/read", "kb://documents/x", ("Authorization", "Bearer " + Token("kb:read")));
        (await instance.PostAsync(Rpc.Body("resources/read", new() { ["uri"] = "kb://documents/x" }).ToJsonString(), headers)).Status.ShouldBe(403);
    }

    private static async Task<TestInstance> StartWithScopesAsync()
    {
        var configuration = TestInstance.Configuration("OAuth");
        configuration["auth"]!["toolScopes"] = new JsonObject
        {
            ["document_*"] = new JsonArray("kb:any"),
            ["document_create"] = new JsonArray("kb:write", "kb:read"),
            ["document_delete"] = new JsonArray("kb:admin"),
        };
        return await TestInstance.StartAsync(configuration, Forge.KeySetJson());
    }

    private static string Token(string scope)
    {
        var claims = TokenForge.Claims(TimeProvider.System.GetUtcNow());
        claims["scope"] = scope;
        return Forge.Token(claims);
    }

    private static Task<(int Status, JsonElement? Body, HttpResponseMessage Response)> CallAsync(TestInstance instance, string tool, string scope) =>
        instance.PostAsync(Rpc.Call(tool, tool == "document_create" ? new() { ["title"] = "t", ["content"] = "c" } : null).ToJsonString(),
            Rpc.Headers("tools/call", tool, ("Authorization", "Bearer " + Token(scope))));

    private static async Task<int?> CodeAsync(TestInstance instance, string tool)
    {
        var (_, body, _) = await instance.PostAsync(Rpc.Call(tool).ToJsonString(), Rpc.Headers("tools/call", tool));
        return body!.Value.TryGetProperty("error", out var error) ? error.GetProperty("code").GetInt32() : null;
    }

    private static async Task<JsonElement> StatusAsync(TestInstance instance) =>
        JsonElement.Parse(await instance.Http.GetStringAsync(instance.Admin("/status"), TestContext.Current.CancellationToken));

    private static async Task RestartAsync(TestInstance instance, JsonObject configuration)
    {
        await instance.StopServerAsync();
        instance.Configure(configuration);
        await instance.StartServerAsync();
    }
}
