using System.Text.Json.Nodes;
using Instance.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Instance.Tests.Connectors;

/// <summary>A third-party MCP server behind the instance; another instance plays its part.</summary>
public sealed class SidecarTests
{
    [Fact]
    public async Task Tools_OfAServer_AreOfferedWithItsPrefixAndUnderTheTenantsRules()
    {
        await using var server = await TestInstance.StartAsync();
        await using var instance = await StartBehindAsync(server);

        var names = await UntilAsync(instance, n => n.Contains("files_document_create"));
        names.ShouldContain("files_document_list");
        names.ShouldContain("document_list");
        names.ShouldNotContain("files_document_search");

        await using var client = await instance.ConnectAsync();
        var created = await client.CallToolAsync(
            "files_document_create", new Dictionary<string, object?> { ["id"] = "a", ["title"] = "A", ["content"] = "in the other server" }, cancellationToken: TestContext.Current.CancellationToken);
        created.IsError.ShouldNotBe(true);
        (await TextAsync(client, "files_document_get")).ShouldContain("in the other server");
        (await TextAsync(client, "document_get")).ShouldBe("There is no such document.");
    }

    [Fact]
    public async Task Progress_OfAServersTool_ReachesTheCallerWhileTheToolRuns()
    {
        var goOn = new TaskCompletionSource();
        await using var server = await EndpointHost.StartAsync(McpServerTool.Create(
            async (IProgress<ProgressNotificationValue> progress) =>
            {
                progress.Report(new ProgressNotificationValue { Progress = 1, Total = 2, Message = "half" });
                await goOn.Task;
                return "done";
            },
            new McpServerToolCreateOptions { Name = "index", ReadOnly = true }));
        await using var instance = await StartBehindAsync(server.Uri);
        await UntilAsync(instance, n => n.Contains("files_index"));
        var seen = new TaskCompletionSource<ProgressNotificationValue>();
        await using var client = await instance.ConnectAsync();

        var call = client.CallToolAsync("files_index", progress: new Listener(seen.SetResult), cancellationToken: TestContext.Current.CancellationToken);
        var progress = await seen.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        call.IsCompleted.ShouldBeFalse();
        goOn.SetResult();

        (progress.Progress, progress.Total, progress.Message).ShouldBe((1f, 2f, "half"));
        ((TextContentBlock)(await call).Content[0]).Text.ShouldBe("done");
    }

    private static Task<TestInstance> StartBehindAsync(TestInstance server) => StartBehindAsync(server.Mcp);

    private static Task<TestInstance> StartBehindAsync(Uri server)
    {
        var configuration = TestInstance.Configuration();
        configuration["tools"]!["deny"]!.AsArray().Add("files_document_s*");
        configuration["servers"] = new JsonArray(new JsonObject { ["name"] = "files", ["port"] = server.Port, ["path"] = "/mcp" });
        return TestInstance.StartAsync(configuration);
    }

    private static async Task<string> TextAsync(ModelContextProtocol.Client.McpClient client, string tool)
    {
        var result = await client.CallToolAsync(tool, new Dictionary<string, object?> { ["id"] = "a" }, cancellationToken: TestContext.Current.CancellationToken);
        return ((TextContentBlock)result.Content[0]).Text;
    }

    // Servers start beside the instance: their tools appear when they are up.
    private static async Task<List<string>> UntilAsync(TestInstance instance, Func<List<string>, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            await using var client = await instance.ConnectAsync();
            var names = (await client.ListToolsAsync(cancellationToken: limit.Token)).Select(t => t.Name).ToList();
            if (condition(names))
                return names;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    private sealed class Listener(Action<ProgressNotificationValue> report) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => report(value);
    }
}
