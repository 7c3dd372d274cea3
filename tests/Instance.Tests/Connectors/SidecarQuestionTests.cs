using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Instance.Tests.Connectors;

/// <summary>Questions of a third-party server to callers of revision 2026-07-28: they are the answer, and come back with what we sealed.</summary>
public sealed class SidecarQuestionTests : IAsyncLifetime
{
    private const string Elicitation = """{"method":"elicitation/create","params":{"message":"Name?","requestedSchema":{"type":"object","properties":{"name":{"type":"string"}}}}}""";
    private static readonly TokenForge Forge = TokenForge.Shared;
    private readonly JsonObject configuration = TestInstance.Configuration("OAuth");
    private SidecarStub stub = null!;
    private TestInstance instance = null!;
    private string question = Elicitation;

    public async ValueTask InitializeAsync()
    {
        stub = await SidecarStub.StartAsync();
        stub.Tools = ["ask", "other"];
        stub.OnCall = (context, request) => SidecarStub.WriteAsync(context, request, Answer(request["params"]!));
        configuration["servers"] = new JsonArray(new JsonObject { ["name"] = "files", ["port"] = stub.Port, ["path"] = "/mcp" });
        instance = await TestInstance.StartAsync(configuration, Forge.KeySetJson());
        await Eventually.ShouldAsync(async () => (await PostAsync(Rpc.Body("tools/list"), "tools/list", null)).GetRawText().Contains("files_other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Question_OfATool_IsAskedInRoundsWithItsOwnStateGoingToAndFro()
    {
        var first = (await CallAsync()).GetProperty("result");
        first.GetProperty("resultType").GetString().ShouldBe("input_required");
        first.GetProperty("inputRequests").GetProperty("q").GetProperty("params").GetProperty("message").GetString().ShouldBe("Name?");
        var second = (await CallAsync(State(first))).GetProperty("result");
        second.GetProperty("resultType").GetString().ShouldBe("input_required");

        var done = (await CallAsync(State(second))).GetProperty("result");

        done.GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("round-2 Ada");
        stub.Requests.Select(r => r["params"]!["requestState"]?.GetValue<string>()).Where(s => s is not null).ShouldBe(["round-1", "round-2"]);
        stub.Requests.Last()["params"]!["_meta"]!["io.modelcontextprotocol/clientCapabilities"]!.ToJsonString().ShouldBe("""{"elicitation":{}}""");
    }

    [Fact]
    public async Task State_TamperedMadeUpOrSomebodyElses_IsOneRefusalAndNeverReachesTheServer()
    {
        var state = State((await CallAsync()).GetProperty("result"));
        var calls = stub.Calls;
        var answers = new List<string>();
        foreach (var attempt in (Func<Task<JsonElement>>[])
            [() => CallAsync("round-1"), () => CallAsync(state + "x"), () => CallAsync(state[..^3] + (state[^3] == 'A' ? "B" : "A") + state[^2..]), () => CallAsync(state, user: "user-2"),
             () => CallAsync(state, tool: "files_other"), () => CallAsync(state, argument: "other"), () => CallAsync(Swap(state))])
            answers.Add((await attempt()).GetProperty("error").GetRawText());

        answers.Distinct().ShouldHaveSingleItem().ShouldBe("""{"code":-32602,"message":"The request state is not valid."}""");
        stub.Calls.ShouldBe(calls);
    }

    [Theory]
    [InlineData("""{"method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}}""")]
    [InlineData("""{"method":"roots/list"}""")]
    [InlineData("""{"method":"elicitation/create","params":{"mode":"url","url":"https://evil.example","message":"x","elicitationId":"1"}}""")]
    public async Task Question_ThatTheCallerHasNotDeclared_IsNotPassedOn(string asked)
    {
        question = asked;
        var result = (await CallAsync()).GetProperty("result");
        result.GetProperty("isError").GetBoolean().ShouldBeTrue();
        result.GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("The server of this tool asked for something that the caller cannot do.");
    }

    [Fact]
    public async Task Capability_ThatTheServerMisses_IsTheProtocolsOwnError()
    {
        stub.OnCall = (context, request) =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (400, "application/json");
            const string Error = """{"jsonrpc":"2.0","id":ID,"error":{"code":-32021,"message":"m","data":{"requiredCapabilities":{"sampling":{},"experimental":{"x":{}}}}}}""";
            return context.Response.WriteAsync(Error.Replace("ID", request["id"]!.ToJsonString(), StringComparison.Ordinal));
        };
        var body = Call("files_ask", "a");
        var (status, answer, _) = await instance.PostAsync(body.ToJsonString(), Rpc.Headers("tools/call", "files_ask", Token("user-1")));
        status.ShouldBe(400);
        var error = answer!.Value.GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(-32021);
        error.GetProperty("data").GetRawText().ShouldBe("""{"requiredCapabilities":{"sampling":{}}}""");
    }

    [Fact]
    public async Task Question_OfADestructiveTool_ComesAfterThePersonsYes()
    {
        configuration["tools"]!["destructive"] = "Confirm";
        stub.OnList = _ => new JsonObject
        {
            ["tools"] = new JsonArray([.. ((string[])["ask", "other"]).Select(name => new JsonObject { ["name"] = name, ["inputSchema"] = new JsonObject { ["type"] = "object" } })]),
            ["ttlMs"] = 0,
            ["cacheScope"] = "private",
        };
        stub.NotifyChange();
        instance.Configure(configuration);
        await Eventually.ShouldAsync(async () => (await CallAsync()).GetRawText().Contains("cannot be undone", StringComparison.Ordinal));
        var calls = stub.Calls;

        var confirm = (await CallAsync()).GetProperty("result");
        stub.Calls.ShouldBe(calls);
        var first = (await CallAsync(State(confirm), answers: """{"confirm":{"action":"accept","content":{"confirm":true}}}""")).GetProperty("result");
        first.GetProperty("inputRequests").TryGetProperty("q", out _).ShouldBeTrue();
        var second = (await CallAsync(State(first))).GetProperty("result");
        (await CallAsync(State(second))).GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("round-2 Ada");
        // The yes was for one call.
        (await CallAsync(State(first))).GetProperty("error").GetProperty("message").GetString().ShouldBe("The request state is not valid.");
    }

    public async ValueTask DisposeAsync()
    {
        await instance.DisposeAsync();
        await stub.DisposeAsync();
    }

    private JsonObject Answer(JsonNode parameters)
    {
        var state = parameters["requestState"]?.GetValue<string>();
        if (state == "round-2")
        {
            var name = parameters["inputResponses"]!["q"]!["content"]!["name"]!.GetValue<string>();
            return new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = $"{state} {name}" }) };
        }
        return new JsonObject { ["resultType"] = "input_required", ["inputRequests"] = new JsonObject { ["q"] = JsonNode.Parse(question) }, ["requestState"] = state is null ? "round-1" : "round-2" };
    }

    private Task<JsonElement> CallAsync(
        string? state = null, string user = "user-1", string tool = "files_ask", string argument = "a", string answers = """{"q":{"action":"accept","content":{"name":"Ada"}}}""")
    {
        var body = Call(tool, argument);
        if (state is not null)
            (body["params"]!["requestState"], body["params"]!["inputResponses"]) = (state, JsonNode.Parse(answers));
        return PostAsync(body, "tools/call", tool, user);
    }

    private async Task<JsonElement> PostAsync(JsonObject body, string method, string? name, string user = "user-1") =>
        (await instance.PostAsync(body.ToJsonString(), Rpc.Headers(method, name, Token(user)))).Body!.Value;

    private static JsonObject Call(string tool, string argument)
    {
        var body = Rpc.Call(tool, new() { ["x"] = argument });
        body["params"]!["_meta"]!["io.modelcontextprotocol/clientCapabilities"] = new JsonObject { ["elicitation"] = new JsonObject(), ["extensions"] = new JsonObject { ["e"] = new JsonObject() } };
        return body;
    }

    // The part with the server's own state replaced by another one.
    private static string Swap(string state) => state.Split('.') is [var expires, var nonce, _, var mac] ? $"{expires}.{nonce}.cm91bmQtMg.{mac}" : throw new FormatException();

    private static string State(JsonElement result) => result.GetProperty("requestState").GetString()!;

    private static (string, string) Token(string user)
    {
        var claims = TokenForge.Claims(TimeProvider.System.GetUtcNow());
        claims["sub"] = user;
        return ("Authorization", "Bearer " + Forge.Token(claims));
    }
}
