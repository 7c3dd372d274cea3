using System.Net;
using System.Text.Json;
using Gateway.Tests.Streams;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Edge;

public sealed class CachedDiscoveryTests
{
    private const string Public = """{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","tools":[{"name":"a \" b"}],"ttlMs":3600000,"cacheScope":"public"}}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("server/discover", "application/json", Public)]
    [InlineData("tools/list", "text/event-stream", $"event: message\ndata: {Public}\n\n")]
    public async Task PublicAnswer_IsGivenOutWhileAsleep_WithTheCallersIdAndWhatIsLeftOfItsTime(string method, string type, string answer)
    {
        await using var stage = await StageAsync(answer, type);
        await AskAsync(stage, method);
        await stage.SleepAsync();
        stage.Time.Advance(TimeSpan.FromMinutes(10));
        var wakes = stage.Gateway.Cluster.ScaleCalls;

        var (status, body) = await AskAsync(stage, method, "\"other\"");

        status.ShouldBe(HttpStatusCode.OK);
        using var message = JsonDocument.Parse(body);
        message.RootElement.GetProperty("id").GetString().ShouldBe("other");
        var result = message.RootElement.GetProperty("result");
        result.GetProperty("tools")[0].GetProperty("name").GetString().ShouldBe("a \" b");
        result.GetProperty("ttlMs").GetInt64().ShouldBeInRange(3_000_000 - 60_000, 3_000_000);
        stage.Gateway.Cluster.ScaleCalls.ShouldBe(wakes);
        await CachedAsync(stage, 1);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","tools":[],"ttlMs":3600000,"cacheScope":"private"}}""", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","tools":[],"ttlMs":3600000}}""", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","tools":[],"ttlMs":0,"cacheScope":"public"}}""", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"tools":[],"ttlMs":3600000,"cacheScope":"public"}}""", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","ttlMs":3600000,"cacheScope":"private","cacheScope":"public"}}""", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}""", null, null)]
    [InlineData(Public, "Vary", "Origin, Authorization")]
    [InlineData(Public, "Cache-Control", "max-age=60, private")]
    [InlineData(Public, "Set-Cookie", "a=b")]
    public async Task AnythingNotPlainlyPublic_IsAskedOfTheServer(string answer, string? header, string? value)
    {
        await using var stage = await StageAsync(answer, "application/json", header, value);
        await AskAsync(stage, "tools/list");
        await stage.SleepAsync();

        await AskAsync(stage, "tools/list");

        stage.Gateway.Cluster.ScaleWrites.Count(w => w.Replicas == 1).ShouldBe(2);
    }

    [Fact(Timeout = 60_000)]
    public async Task StrangerWithoutACredential_LearnsNothingFromTheCache()
    {
        await using var stage = await StageAsync(Public);
        await AskAsync(stage, "tools/list");
        await stage.SleepAsync();

        var (status, body) = await AskAsync(stage, "tools/list", credential: false);

        status.ShouldBe(HttpStatusCode.Unauthorized);
        body.ShouldNotContain("tools");
    }

    [Fact(Timeout = 60_000)]
    public async Task OtherQuestionsAndOtherCalls_AreNotAnsweredFromIt()
    {
        await using var stage = await StageAsync(Public);
        await AskAsync(stage, "tools/list");
        var calls = stage.Instance.Calls;

        await AskAsync(stage, "tools/list");
        stage.Instance.Calls.ShouldBe(calls + 1, "an awake server is asked itself");
        await stage.SleepAsync();
        await AskAsync(stage, "tools/list", parameters: "\"cursor\":\"2\",");

        stage.Gateway.Cluster.ScaleWrites.Count(w => w.Replicas == 1).ShouldBe(2);
    }

    [Fact(Timeout = 60_000)]
    public async Task Answer_EndsWithItsTime()
    {
        await using var stage = await StageAsync(Public);
        await AskAsync(stage, "tools/list");
        await stage.SleepAsync();
        stage.Time.Advance(TimeSpan.FromHours(1));

        await AskAsync(stage, "tools/list");

        stage.Gateway.Metrics.Requests.Of("cached").ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Answer_EndsWithAChangeOfTheTenant_AndNoneIsKeptUntilThePodMustHaveSeenIt()
    {
        await using var stage = await StageAsync(Public);
        await AskAsync(stage, "tools/list");
        await stage.SleepAsync();
        var table = stage.Gateway.Table;
        stage.Tenant.Put(t =>
        {
            StreamStage.OwnImage(t);
            t.Metadata.Generation = 2;
        });
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Table != table));

        await AskAsync(stage, "tools/list");
        await stage.SleepAsync();
        await AskAsync(stage, "tools/list");
        stage.Gateway.Metrics.Requests.Of("cached").ShouldBe(0);
        stage.Time.Advance(TimeSpan.FromMinutes(2));
        await AskAsync(stage, "tools/list");
        await stage.SleepAsync();
        await AskAsync(stage, "tools/list");

        await CachedAsync(stage, 1);
    }

    /// <summary>A request is counted when it is over, a moment after its answer.</summary>
    private static Task CachedAsync(StreamStage stage, long times) => stage.Gateway.UntilAsync(g => Task.FromResult(g.Metrics.Requests.Of("cached") == times));

    private static async Task<StreamStage> StageAsync(string answer, string type = "application/json", string? header = null, string? value = null)
    {
        var stage = await StreamStage.StartAsync();
        stage.Instance.Handler = async context =>
        {
            context.Response.ContentType = type;
            if (header is not null)
                context.Response.Headers[header] = value;
            await context.Response.WriteAsync(answer, context.RequestAborted);
        };
        return stage;
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(StreamStage stage, string method, string id = "1", bool credential = true, string parameters = "")
    {
        using var call = stage.Gateway.Call(stage.Tenant, body: $$$$$"""
            {"jsonrpc":"2.0","id":{{{{{id}}}}},"method":"{{{{{method}}}}}","params":{{{{{{parameters}}}}}"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
            """);
        call.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        call.Headers.Add("Mcp-Method", method);
        if (!credential)
            call.Headers.Authorization = null;
        using var answer = await stage.Gateway.Client.SendAsync(call, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}
