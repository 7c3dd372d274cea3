using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Instance.Tests.Connectors;

/// <summary>Callers of older revisions: asked on the stream of their request, answering in another POST, with no session anywhere.</summary>
public sealed class SidecarDialogueTests : IAsyncLifetime
{
    private const string Question = """{"method":"elicitation/create","params":{"message":"Name?","requestedSchema":{"type":"object","properties":{}}}}""";
    private const string Yes = """{"action":"accept","content":{"name":"Ada"}}""";
    private static readonly TokenForge Forge = TokenForge.Shared;
    private readonly SteppingTime time = new(TokenForge.Start);
    private SidecarStub modern = null!;
    private SidecarStub older = null!;
    private TestInstance instance = null!;

    public async ValueTask InitializeAsync()
    {
        (modern, older) = (await SidecarStub.StartAsync(), await SidecarStub.StartAsync(isModern: false));
        modern.OnCall = (context, request) => SidecarStub.WriteAsync(context, request, request["params"]!["inputResponses"]?["q"]?["content"]?["name"] is { } name
            ? Text("hello " + name)
            : new JsonObject { ["resultType"] = "input_required", ["inputRequests"] = new JsonObject { ["q"] = JsonNode.Parse(Question) } });
        older.OnCall = AskDuringTheCallAsync;
        var configuration = TestInstance.Configuration("OAuth");
        configuration["servers"] = new JsonArray(Server("modern", modern.Port), Server("older", older.Port));
        instance = await TestInstance.StartAsync(configuration, Forge.KeySetJson(), time);
        await Eventually.ShouldAsync(async () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(300));
            var names = (await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list", null, Token("user-1")))).Body!.Value.GetRawText();
            return names.Contains("modern_one", StringComparison.Ordinal) && names.Contains("older_one", StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("modern_one")]
    [InlineData("older_one")]
    public async Task Question_OfAServerOfEitherRevision_IsAnsweredByTheCallerWhoWasAskedAndNobodyElse(string tool)
    {
        var session = await InitializeAsync("user-1");
        using var events = await CallAsync(tool, session);
        var question = await events.NextAsync();
        question.GetProperty("method").GetString().ShouldBe("elicitation/create");
        question.GetProperty("params").GetProperty("message").GetString().ShouldBe("Name?");
        var id = question.GetProperty("id").GetString()!;
        id.Length.ShouldBeGreaterThanOrEqualTo(22);

        (await AnswerAsync(id, Yes, await InitializeAsync("user-2"), "user-2")).ShouldBe(400);
        (await AnswerAsync(id[..^1] + (id[^1] == 'A' ? 'B' : 'A'), Yes, session)).ShouldBe(400);
        (await AnswerAsync(id, Yes, session)).ShouldBe(202);

        (await events.NextAsync()).GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("hello Ada");
        (await AnswerAsync(id, Yes, session)).ShouldBe(400);
    }

    [Theory]
    [InlineData("modern_one")]
    [InlineData("older_one")]
    public async Task Question_NeverAnswered_EndsWithTheToolsTime(string tool)
    {
        var session = await InitializeAsync("user-1");
        using var events = await CallAsync(tool, session);
        var id = (await events.NextAsync()).GetProperty("id").GetString()!;

        time.Advance(TimeSpan.FromSeconds(61));

        JsonElement last;
        do
            last = await events.NextAsync();
        while (last.TryGetProperty("method", out _)); // That the question is withdrawn.
        last.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("The tool took too long and was stopped.");
        (await AnswerAsync(id, Yes, session)).ShouldBe(400);
    }

    [Theory]
    [InlineData("modern_one")]
    [InlineData("older_one")]
    public async Task Question_RefusedByTheCaller_IsAFailureAndNotAnAnswer(string tool)
    {
        var session = await InitializeAsync("user-1");
        using var events = await CallAsync(tool, session);
        var id = (await events.NextAsync()).GetProperty("id").GetString()!;
        (await PostAsync($$$"""{"jsonrpc":"2.0","id":"{{{id}}}","error":{"code":-1,"message":"no"}}""", session)).ShouldBe(202);
        (await events.NextAsync()).GetProperty("result").GetProperty("isError").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Session_OfAnotherCallerOrMadeUp_IsUnknown()
    {
        var session = await InitializeAsync("user-1");
        const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";
        (await PostAsync(List, session)).ShouldBe(200);
        (await PostAsync(List, session, "user-2")).ShouldBe(404);
        (await PostAsync(List, session + "A")).ShouldBe(404);
        (await PostAsync(List, "made-up")).ShouldBe(404);
        (await PostAsync(List, session.Split('.') is [var nonce, _, var mac] ? $"{nonce}.e30.{mac}" : "")).ShouldBe(404);
    }

    [Fact]
    public async Task Caller_ThatDeclaredNothing_IsNotAsked()
    {
        var session = await InitializeAsync("user-1", "{}");
        using var events = await CallAsync("modern_one", session);
        (await events.NextAsync()).GetProperty("result").GetProperty("isError").GetBoolean().ShouldBeTrue();
        using var without = await CallAsync("older_one", null);
        (await without.NextAsync()).GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("cannot ask");
    }

    [Fact]
    public async Task LogMessages_OfACall_ReachItsCallerFromTheLevelThatItWants()
    {
        modern.OnCall = async (context, request) =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var level in (string[])["debug", "info", "error"])
                await EventAsync(context, $$$"""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"{{{level}}}","logger":"l","data":"{{{level}}}"}}""");
            await EventAsync(context, $$$"""{"jsonrpc":"2.0","id":{{{request["id"]!.ToJsonString()}}},"result":{"content":[],"resultType":"complete"}}""");
        };
        var session = await InitializeAsync("user-1");
        using (var events = await CallAsync("modern_one", session))
        {
            var message = (await events.NextAsync()).GetProperty("params");
            (message.GetProperty("data").GetString(), message.GetProperty("logger").GetString()).ShouldBe(("info", "modern/l"));
            (await events.NextAsync()).GetProperty("params").GetProperty("data").GetString().ShouldBe("error");
            (await events.NextAsync()).TryGetProperty("result", out _).ShouldBeTrue();
        }
        (await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"error"}}""", session)).ShouldBe(200);
        using (var events = await CallAsync("modern_one", session))
        {
            (await events.NextAsync()).GetProperty("params").GetProperty("data").GetString().ShouldBe("error");
            (await events.NextAsync()).TryGetProperty("result", out _).ShouldBeTrue();
        }
        // A caller of 2026-07-28 gets them only if the request itself says so.
        var (_, answer, response) = await instance.PostAsync(Rpc.Call("modern_one").ToJsonString(), Rpc.Headers("tools/call", "modern_one", Token("user-1")));
        answer!.Value.TryGetProperty("result", out _).ShouldBeTrue();
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("notifications/message");
    }

    [Fact]
    public async Task Caller_Of20260728_CanDoNothingForAServerOfAnOlderRevision()
    {
        var body = Rpc.Call("older_one");
        body["params"]!["_meta"]!["io.modelcontextprotocol/clientCapabilities"] = new JsonObject { ["elicitation"] = new JsonObject() };
        var (_, answer, _) = await instance.PostAsync(body.ToJsonString(), Rpc.Headers("tools/call", "older_one", Token("user-1")));
        answer!.Value.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("cannot ask");
    }

    public async ValueTask DisposeAsync()
    {
        await instance.DisposeAsync();
        await modern.DisposeAsync();
        await older.DisposeAsync();
    }

    // Like a server whose library asks while the tool runs, if the client of the session said that it can be asked.
    private async Task AskDuringTheCallAsync(HttpContext context, JsonNode request)
    {
        var introduced = older.Requests.Last(r => r["method"]!.GetValue<string>() == "initialize")["params"]!["capabilities"]!;
        if (introduced["elicitation"] is null)
        {
            await SidecarStub.WriteAsync(context, request, Text("cannot ask"));
            return;
        }
        context.Response.ContentType = "text/event-stream";
        var question = JsonNode.Parse(Question)!;
        (question["jsonrpc"], question["id"]) = ("2.0", 77);
        await EventAsync(context, question.ToJsonString());
        var answer = await older.Answers.Reader.ReadAsync(context.RequestAborted);
        var result = answer["result"]?["content"]?["name"] is { } name ? Text("hello " + name) : Text("no answer");
        result["isError"] = answer["result"] is null;
        await EventAsync(context, new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]!.DeepClone(), ["result"] = result }.ToJsonString());
    }

    private async Task<string> InitializeAsync(string user, string capabilities = """{"elicitation":{}}""")
    {
        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","clientInfo":{"name":"t","version":"1"},"capabilities":{{{capabilities}}} } }""";
        var (_, _, response) = await instance.PostAsync(body, Token(user));
        return response.Headers.GetValues("Mcp-Session-Id").Single();
    }

    private async Task<EventReader> CallAsync(string tool, string? session)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, instance.Mcp)
        {
            Content = new StringContent($$$"""{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"arguments":{},"name":"{{{tool}}}"} }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        var (name, value) = Token("user-1");
        request.Headers.TryAddWithoutValidation(name, value);
        if (session is not null)
            request.Headers.TryAddWithoutValidation("Mcp-Session-Id", session);
        var response = await instance.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new EventReader(response);
    }

    private Task<int> AnswerAsync(string id, string result, string session, string user = "user-1") => PostAsync($$$"""{"jsonrpc":"2.0","id":"{{{id}}}","result":{{{result}}} }""", session, user);

    private async Task<int> PostAsync(string body, string session, string user = "user-1") => (await instance.PostAsync(body, ("Mcp-Session-Id", session), Token(user))).Status;

    private (string, string) Token(string user)
    {
        var claims = TokenForge.Claims(time.GetUtcNow());
        claims["sub"] = user;
        return ("Authorization", "Bearer " + Forge.Token(claims));
    }

    private static async Task EventAsync(HttpContext context, string message)
    {
        await context.Response.WriteAsync($"data: {message}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static JsonObject Text(string text) => new() { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) };

    private static JsonObject Server(string name, int port) => new() { ["name"] = name, ["port"] = port, ["path"] = "/mcp" };
}
