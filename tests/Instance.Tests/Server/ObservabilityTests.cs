using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Instance.Tests.Support;

namespace Instance.Tests.Server;

public sealed class ObservabilityTests
{
    private static readonly TokenForge Forge = TokenForge.Shared;

    [Fact]
    public async Task Spans_OfACall_FollowTheConventionsAndArriveBeforeTheProcessEnds()
    {
        await using var collector = await CollectorStub.StartAsync();
        await using var instance = await StartAsync(collector);
        var body = Rpc.Call("document_list");
        body["params"]!["_meta"]!["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        body["params"]!["_meta"]!["tracestate"] = "vendor=canary";
        await PostAsync(instance, body, "tools/call", "document_list");
        await PostAsync(instance, Rpc.Call("document_get", new() { ["id"] = "missing" }), "tools/call", "document_get");
        await PostAsync(instance, Rpc.Call("no_such_tool"), "tools/call", "no_such_tool");
        await instance.StopServerAsync();

        var spans = collector.Text("/v1/traces");
        foreach (var expected in (string[])
            ["tools/call document_list", "mcp.method.name", "gen_ai.tool.name", "execute_tool", "mcp.protocol.version", "2026-07-28", "tool_error", "-32602",
             "mcp.tenant.id", TestInstance.Uid, "mcp.tenant.tier", "enterprise", "mcp.tenant.region", "westeurope", "\x0a\xf7\x65\x19\x16\xcd\x43\xdd\x84\x48\xeb\x21\x1c\x80\x31\x9c"])
            spans.ShouldContain(expected);
        spans.ShouldNotContain("canary");
        spans.ShouldNotContain("no_such_tool");
        collector.Text("/v1/metrics").ShouldContain("mcp.server.operation.duration");
        collector.Text("/v1/metrics").ShouldNotContain("mcp.session.id");
    }

    [Fact]
    public async Task Metrics_OnTheAdminPort_HaveTheTenantAndAHistogram()
    {
        await using var instance = await StartAsync(null);
        await PostAsync(instance, Rpc.Call("document_list"), "tools/call", "document_list");
        await PostAsync(instance, Rpc.Call("no_such_tool"), "tools/call", "no_such_tool");
        var text = await instance.Http.GetStringAsync(instance.Admin("/metrics"), TestContext.Current.CancellationToken);
        text.ShouldContain($"mcp_instance_info{{tenant_uid=\"{TestInstance.Uid}\",tier=\"enterprise\",region=\"westeurope\",version=");
        text.ShouldContain("mcp_server_operation_duration_seconds_bucket{mcp_method_name=\"tools/call\",gen_ai_tool_name=\"document_list\",error_type=\"\",le=\"+Inf\"} 1");
        text.ShouldContain("mcp_server_operation_duration_seconds_count{mcp_method_name=\"tools/call\",gen_ai_tool_name=\"\",error_type=\"-32602\"} 1");
        text.ShouldNotContain("no_such_tool");
    }

    [Fact]
    public async Task LogLines_Always_HaveTheirTimeInUtc()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 1, 13, 30, 0, TimeSpan.FromHours(1)));
        await using var instance = await TestInstance.StartAsync(time: time);
        await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list"));
        await instance.StopServerAsync();

        var lines = instance.Logs.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldNotBeEmpty();
        foreach (var line in lines)
            JsonNode.Parse(line)!["time"]!.GetValue<string>().ShouldBe("2026-11-01T12:30:00.000Z");
    }

    [Fact]
    public async Task Collector_ThatIsNotThere_DisturbsNobody()
    {
        var instance = await TestInstance.StartAsync();
        await instance.StopServerAsync();
        instance.Collector = new Uri("http://127.0.0.1:9");
        await instance.StartServerAsync();
        (await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list"))).Status.ShouldBe(200);
        await instance.DisposeAsync();
    }

    [Fact]
    public async Task Collector_NamedByTheConfiguration_IsFollowedWhileRunning()
    {
        await using var first = await CollectorStub.StartAsync();
        await using var second = await CollectorStub.StartAsync();
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        var configuration = TestInstance.Configuration();
        configuration["observability"] = Otlp(first);
        await using var instance = await TestInstance.StartAsync(configuration, time: time);
        await instance.ExportReadyAsync();
        await instance.PostAsync(Rpc.Call("document_list").ToJsonString(), Rpc.Headers("tools/call", "document_list"));

        configuration["observability"] = Otlp(second);
        instance.Configure(configuration);
        time.Now += TimeSpan.FromSeconds(2);
        await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list"));
        await instance.ExportReadyAsync();
        await instance.PostAsync(Rpc.Call("document_search", new() { ["query"] = "x" }).ToJsonString(), Rpc.Headers("tools/call", "document_search"));
        await instance.StopServerAsync();

        first.Spans().Select(s => s.Name).ShouldContain("tools/call document_list");
        first.Spans().Select(s => s.Name).ShouldNotContain("tools/call document_search");
        // Whoever listens hears every instance of this process, those of tests beside this one too.
        second.Spans().Select(s => s.Name).ShouldContain("tools/call document_search");
    }

    [Fact]
    public async Task Collector_ThatNeverAnswers_DoesNotKeepTheProcess()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var instance = await TestInstance.StartAsync();
        await instance.StopServerAsync();
        instance.Collector = new Uri($"http://{silent.LocalEndpoint}");
        await instance.StartServerAsync();
        await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list"));

        // Kubernetes kills a pod 30 seconds after it was told to end.
        await instance.StopServerAsync().WaitAsync(TimeSpan.FromSeconds(29), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Canary_InEveryPlaceACallerCanReach_IsInNoOutput()
    {
        const string Canary = "canary4711";
        await using var collector = await CollectorStub.StartAsync();
        await using var instance = await StartAsync(collector);
        var answers = new List<string>();
        var token = Token();
        async Task SendAsync(JsonObject body, string method, string? name, params (string, string)[] more) =>
            answers.Add(await PostAsync(instance, body, method, name, more));

        await SendAsync(Rpc.Call("document_create", new() { ["id"] = "secret", ["title"] = Canary, ["content"] = Canary, ["metadata"] = new JsonObject { [Canary] = Canary } }), "tools/call", "document_create");
        await SendAsync(Rpc.Body(Canary), Canary, null);
        await SendAsync(Rpc.Body("resources/read", new() { ["uri"] = "kb://documents/" + Canary }), "resources/read", "kb://documents/" + Canary);
        answers.Clear(); // These three answer with the caller's own words: the title, the method and the URI that does not exist.
        await SendAsync(Rpc.Call("document_create", new() { ["title"] = "t", ["content"] = "c", ["metadata"] = new JsonObject { [Canary] = 1 } }), "tools/call", "document_create");
        await SendAsync(Rpc.Call("document_get", new() { ["id"] = "no-" + Canary }), "tools/call", "document_get");
        await SendAsync(Rpc.Call("document_delete", new() { ["id"] = Canary }), "tools/call", "document_delete");
        await SendAsync(Rpc.Body("tools/list"), "tools/list", null, ("Origin", "https://" + Canary + ".example"));
        await SendAsync(Rpc.Body("tools/list"), "tools/list", null, ("User-Agent", Canary), ("X-Tenant-Id", Canary), ("traceparent", Canary), ("baggage", "a=" + Canary));
        await SendAsync(Rpc.Body("tools/list"), Canary, null);
        await SendAsync(Rpc.Body("tools/list"), "tools/list", null, ("MCP-Protocol-Version", Canary));
        await SendAsync(Rpc.Body("tools/list"), "tools/list", null, ("Authorization", "Bearer " + Canary + Canary));
        var withId = Rpc.Body("tools/list");
        withId["params"]!["_meta"]!["baggage"] = Canary;
        withId["params"]!["_meta"]!["traceparent"] = Canary;
        await SendAsync(withId, "tools/list", null);
        answers.Add((await instance.PostAsync("{\"" + Canary, Rpc.Headers("tools/list", null, ("Authorization", "Bearer " + token)))).Body!.Value.GetRawText());
        answers.Add(await instance.Http.GetStringAsync(instance.Admin("/metrics"), TestContext.Current.CancellationToken));
        answers.Add(await instance.Http.GetStringAsync(instance.Admin("/status"), TestContext.Current.CancellationToken));
        await instance.StopServerAsync();

        foreach (var (place, output) in answers.Select((a, i) => ("answer " + i, a)).Append(("log", instance.Logs)).Append(("spans", collector.Text("/v1/traces"))).Append(("metrics", collector.Text("/v1/metrics"))))
        {
            output.Length.ShouldBeGreaterThan(0, place);
            output.ShouldNotContain(Canary, Case.Insensitive, place);
            output.ShouldNotContain(token[^40..], Case.Sensitive, place);
            output.ShouldNotContain("user-1", Case.Sensitive, place);
        }
    }

    private static JsonObject Otlp(CollectorStub collector) => new() { ["otlp"] = new JsonObject { ["endpoint"] = collector.Uri.AbsoluteUri } };

    private static async Task<TestInstance> StartAsync(CollectorStub? collector)
    {
        var instance = await TestInstance.StartAsync(TestInstance.Configuration("OAuth"), Forge.KeySetJson());
        if (collector is null)
            return instance;
        await instance.StopServerAsync();
        instance.Collector = collector.Uri;
        await instance.StartServerAsync();
        return instance;
    }

    private static async Task<string> PostAsync(TestInstance instance, JsonObject body, string method, string? name, params (string, string)[] more)
    {
        (string, string)[] token = more.Any(h => h.Item1 == "Authorization") ? [] : [("Authorization", "Bearer " + Token())];
        var (_, _, response) = await instance.PostAsync(body.ToJsonString(), Rpc.Headers(method, name, [.. more, .. token]));
        return response.Headers + await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string Token() => Forge.Token(TokenForge.Claims(TimeProvider.System.GetUtcNow()));
}
