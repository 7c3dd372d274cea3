using System.Text.Json;
using Instance.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Instance.Tests.Server;

public sealed class SessionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("2026-07-28")]
    [InlineData("2025-11-25")]
    [InlineData("2025-06-18")]
    public async Task Session_WithTheSdkClient_RoundTripsDocuments(string? version)
    {
        await using var instance = await TestInstance.StartAsync();
        await using var client = await instance.ConnectAsync(version);

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        tools.Select(t => t.Name).ShouldBe(["document_create", "document_get", "document_list", "document_search", "document_update", "document_versions"], ignoreOrder: true);

        var created = await CallAsync(client, "document_create", new() { ["id"] = "fox", ["title"] = "The fox", ["content"] = "A quick brown fox.", ["metadata"] = new Dictionary<string, string> { ["team"] = "a" } });
        created.GetProperty("version").GetInt32().ShouldBe(1);
        (await CallAsync(client, "document_create", new() { ["id"] = "fox", ["title"] = "The fox", ["content"] = "A lazy fox." })).GetProperty("version").GetInt32().ShouldBe(2);
        (await CallAsync(client, "document_get", new() { ["id"] = "fox" })).GetProperty("content").GetString().ShouldBe("A lazy fox.");
        var first = await CallAsync(client, "document_get", new() { ["id"] = "fox", ["version"] = 1 });
        first.GetProperty("content").GetString().ShouldBe("A quick brown fox.");
        first.GetProperty("metadata").GetProperty("team").GetString().ShouldBe("a");

        var match = (await CallAsync(client, "document_search", new() { ["query"] = "laz* \"fox" })).GetProperty("matches").EnumerateArray().ShouldHaveSingleItem();
        match.GetProperty("snippet").GetString().ShouldBe("A **lazy** **fox**.");
        (await CallAsync(client, "document_search", new() { ["query"] = "quick" })).GetProperty("matches").GetArrayLength().ShouldBe(0);

        var resource = await client.ReadResourceAsync("kb://documents/fox", cancellationToken: TestContext.Current.CancellationToken);
        ((TextResourceContents)resource.Contents[0]).Text.ShouldBe("A lazy fox.");
        (await client.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Uri.ShouldBe("kb://documents/fox");
    }

    [Fact]
    public async Task List_ManyDocuments_PagesThroughAllOfThem()
    {
        await using var instance = await TestInstance.StartAsync();
        await using var client = await instance.ConnectAsync();
        for (var i = 0; i < 7; i++)
            await CallAsync(client, "document_create", new() { ["id"] = "d" + i, ["title"] = "t", ["content"] = "c" });

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await CallAsync(client, "document_list", cursor is null ? new() { ["limit"] = 3 } : new() { ["limit"] = 3, ["cursor"] = cursor });
            seen.AddRange(page.GetProperty("documents").EnumerateArray().Select(d => d.GetProperty("id").GetString()));
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        seen.ShouldBe(["d6", "d5", "d4", "d3", "d2", "d1", "d0"]);
    }

    [Fact]
    public async Task Call_HiddenTool_CannotBeToldFromAnUnknownOne()
    {
        var configuration = TestInstance.Configuration();
        configuration["tools"]!["deny"]!.AsArray().Add("document_s*");
        await using var instance = await TestInstance.StartAsync(configuration);
        await using var client = await instance.ConnectAsync();

        (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(t => t.Name)
            .ShouldBe(["document_create", "document_get", "document_list", "document_update", "document_versions"], ignoreOrder: true);
        foreach (var hidden in (string[])["document_search", "document_delete", "no_such_tool"])
        {
            var (status, body, _) = await instance.PostAsync(Rpc.Call(hidden).ToJsonString(), Rpc.Headers("tools/call", hidden));
            status.ShouldBe(200);
            body!.Value.GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32602);
            body.Value.GetProperty("error").GetProperty("message").GetString()!.Replace(hidden, "X", StringComparison.Ordinal).ShouldBe("Unknown tool: 'X'");
        }
    }

    [Fact]
    public async Task Configuration_Changed_TakesEffectWithoutRestart()
    {
        var configuration = TestInstance.Configuration();
        await using var instance = await TestInstance.StartAsync(configuration);
        configuration["tools"]!["destructive"] = "Allow";
        configuration["tools"]!["descriptions"]!["document_delete"] = "Remove it.";
        instance.Configure(configuration);

        await using var client = await instance.ConnectAsync();
        // The files are looked at again after at most a second; the state of the world is asked for until then.
        McpClientTool? delete = null;
        while (delete is null)
            delete = (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).FirstOrDefault(t => t.Name == "document_delete");
        delete.Description.ShouldBe("Remove it.");
        delete.ProtocolTool.Annotations!.DestructiveHint.ShouldBe(true);

        await CallAsync(client, "document_create", new() { ["id"] = "x", ["title"] = "t", ["content"] = "c" });
        await CallAsync(client, "document_delete", new() { ["id"] = "x" });
        var gone = await client.CallToolAsync("document_get", new Dictionary<string, object?> { ["id"] = "x" }, cancellationToken: TestContext.Current.CancellationToken);
        gone.IsError.ShouldBe(true);
    }

    [Fact]
    public async Task Restart_KeepsDocuments()
    {
        await using var instance = await TestInstance.StartAsync();
        await using (var client = await instance.ConnectAsync())
            await CallAsync(client, "document_create", new() { ["id"] = "keep", ["title"] = "t", ["content"] = "c" });
        await instance.StopServerAsync();
        File.Exists(instance.Environment.DatabaseFile + "-wal").ShouldBeFalse("a clean stop leaves one plain file");
        await instance.StartServerAsync();
        await using var again = await instance.ConnectAsync();
        (await CallAsync(again, "document_get", new() { ["id"] = "keep" })).GetProperty("content").GetString().ShouldBe("c");
    }

    [Theory]
    [InlineData("document_create", """{"title":"t"}""")]
    [InlineData("document_create", """{"title":" ","content":"c"}""")]
    [InlineData("document_create", """{"title":"t","content":7}""")]
    [InlineData("document_create", """{"title":"t","content":"c","tenantId":"other"}""")]
    [InlineData("document_create", """{"title":"t","content":"c","id":"../etc"}""")]
    [InlineData("document_create", """{"title":"t","content":"c","id":"new","expectedVersion":3}""")]
    [InlineData("document_create", """{"title":"t","content":"c","metadata":{"a":1}}""")]
    [InlineData("document_get", """{"id":"missing"}""")]
    [InlineData("document_get", """{"id":"A"}""")]
    [InlineData("document_list", """{"limit":0}""")]
    [InlineData("document_list", """{"limit":1e9}""")]
    [InlineData("document_list", """{"cursor":"zzz"}""")]
    [InlineData("document_search", """{}""")]
    public async Task Call_BadArguments_IsAToolErrorThatNamesTheProblem(string tool, string arguments)
    {
        await using var instance = await TestInstance.StartAsync();
        var (status, body, _) = await instance.PostAsync(Rpc.Call(tool, System.Text.Json.Nodes.JsonNode.Parse(arguments)!.AsObject()).ToJsonString(), Rpc.Headers("tools/call", tool));
        status.ShouldBe(200);
        var result = body!.Value.GetProperty("result");
        result.GetProperty("isError").GetBoolean().ShouldBeTrue();
        result.GetProperty("content")[0].GetProperty("text").GetString().ShouldNotBe("The tool failed.");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("file:///../../proc/self/environ")]
    [InlineData("kb://documents/../secret")]
    [InlineData("kb://documents/%2e%2e")]
    [InlineData("kb://documents/missing")]
    [InlineData("KB://documents/missing")]
    [InlineData("kb://other-tenant/documents/x")]
    public async Task Read_AnythingButAnOwnDocument_IsTheSameNotFound(string uri)
    {
        await using var instance = await TestInstance.StartAsync();
        var (_, body, _) = await instance.PostAsync(
            Rpc.Body("resources/read", new() { ["uri"] = uri }).ToJsonString(), Rpc.Headers("resources/read", uri));
        var error = body!.Value.GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(-32602);
        error.GetProperty("message").GetString().ShouldBe("There is no such resource.");
    }

    private static async Task<JsonElement> CallAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
        result.IsError.ShouldNotBe(true, (result.Content.FirstOrDefault() as TextContentBlock)?.Text);
        return result.StructuredContent!.Value;
    }
}
