using System.Text;
using System.Text.Json.Nodes;
using Instance.Tests.Support;

namespace Instance.Tests.Server;

/// <summary>The real program with the configuration that the operator writes, a collector on loopback, and SIGTERM as a sleep sends it.</summary>
public sealed class TelemetryOfAProcessTests
{
    private const string Canary = "canary4711";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sigterm_RightAfterACall_SendsItsSpanAndTheMetricsAndNoSecret()
    {
        await using var collector = await CollectorStub.StartAsync();
        var folder = Directory.CreateTempSubdirectory("instance-telemetry-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "instance.json"), Configuration(collector).ToJsonString(), Ct);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "jwks.json"), TokenForge.Shared.KeySetJson(), Ct);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "crm-key"), Canary + "-secret", Ct);
            await using var program = InstanceProcess.Start(folder.FullName);
            var token = TokenForge.Shared.Token(TokenForge.Claims(TimeProvider.System.GetUtcNow()));

            // The export is set up beside the first requests; from the first span that arrives on, none may be lost.
            while (collector.Spans().Count == 0)
            {
                await CallAsync(program, token, "document_list", []);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Ct);
            }

            await CallAsync(program, token, "document_create", new() { ["id"] = Canary, ["title"] = Canary, ["content"] = Canary });
            await CallAsync(program, token, "document_search", new() { ["query"] = Canary });
            (await program.TerminateAsync(Ct)).ShouldBe(0);

            var spans = collector.Spans();
            spans.Select(s => s.Name).ShouldBeSubsetOf(["tools/call document_list", "tools/call document_create", "tools/call document_search"]);
            spans.Count(s => s.Name == "tools/call document_create").ShouldBe(1);
            spans.Count(s => s.Name == "tools/call document_search").ShouldBe(1);
            spans[^1].Attributes["gen_ai.tool.name"].ShouldBe("document_search");
            foreach (var resource in spans.Select(s => s.Resource).Concat(collector.Metrics().Select(m => m.Resource)))
                (resource["mcp.tenant.id"], resource["mcp.tenant.tier"], resource["mcp.tenant.region"], resource["service.name"]).ShouldBe((TestInstance.Uid, "enterprise", "westeurope", "mcp-instance"));
            collector.Metrics().Select(m => m.Name).ShouldContain("mcp.server.operation.duration");
            foreach (var output in (string[])[collector.Everything(), await program.OutputAsync()])
            {
                output.ShouldNotContain(Canary, Case.Insensitive);
                output.ShouldNotContain(token[^40..], Case.Sensitive);
                output.ShouldNotContain("user-1", Case.Sensitive);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonObject Configuration(CollectorStub collector)
    {
        var configuration = TestInstance.Configuration("OAuth");
        configuration["observability"] = new JsonObject { ["otlp"] = new JsonObject { ["endpoint"] = collector.Uri.AbsoluteUri } };
        return configuration;
    }

    private static async Task CallAsync(InstanceProcess program, string token, string tool, JsonObject arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(Rpc.Call(tool, arguments).ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        foreach (var (name, value) in Rpc.Headers("tools/call", tool))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await program.Http.SendAsync(request, Ct);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain("\"structuredContent\"");
    }
}
