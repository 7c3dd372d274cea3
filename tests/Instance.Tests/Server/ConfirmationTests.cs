using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;

namespace Instance.Tests.Server;

public sealed class ConfirmationTests : IAsyncLifetime
{
    private static readonly TokenForge Forge = TokenForge.Shared;
    private TestInstance instance = null!;

    public async ValueTask InitializeAsync()
    {
        var configuration = TestInstance.Configuration("OAuth");
        configuration["tools"]!["destructive"] = "Confirm";
        instance = await TestInstance.StartAsync(configuration, Forge.KeySetJson());
        await PostAsync(Rpc.Call("document_create", new() { ["id"] = "x", ["title"] = "t", ["content"] = "c" }), "document_create");
    }

    public async ValueTask DisposeAsync() => await instance.DisposeAsync();

    [Fact]
    public async Task Delete_ConfirmedByAPerson_HappensOnTheSecondRound()
    {
        var state = await AskAsync();
        (await ExistsAsync()).ShouldBeTrue();
        var (_, done) = await AnswerAsync(state, """{"action":"accept","content":{"confirm":true}}""");
        done.GetProperty("result").GetProperty("structuredContent").GetProperty("deleted").GetString().ShouldBe("x");
        (await ExistsAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"action":"decline"}""")]
    [InlineData("""{"action":"cancel"}""")]
    [InlineData("""{"action":"accept"}""")]
    [InlineData("""{"action":"accept","content":{"confirm":false}}""")]
    [InlineData("""{"action":"accept","content":{"confirm":"true"}}""")]
    [InlineData("""{"action":"accept","content":{"other":true}}""")]
    [InlineData("""{}""")]
    [InlineData("""7""")]
    public async Task Delete_AnythingButAYes_DeletesNothing(string answer)
    {
        await AnswerAsync(await AskAsync(), answer);
        (await ExistsAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Delete_StateOfAnotherCallerOrDocument_IsTheSameRefusalAsAMadeUpOne()
    {
        const string Yes = """{"action":"accept","content":{"confirm":true}}""";
        var answers = new List<string>();
        foreach (var attempt in (Func<Task<(int, JsonElement)>>[])
            [() => AnswerAsync("made.up.state", Yes), async () => await AnswerAsync(await AskAsync(), Yes, user: "user-2"), async () => await AnswerAsync(await AskAsync("other"), Yes),
             async () => await AnswerAsync(Flip(await AskAsync()), Yes)])
        {
            var (_, body) = await attempt();
            answers.Add(body.GetProperty("error").GetRawText());
        }
        answers.Distinct().ShouldHaveSingleItem().ShouldBe("""{"code":-32602,"message":"The request state is not valid."}""");
        (await ExistsAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Delete_ClientThatCannotAsk_Is400WithTheMissingCapability()
    {
        var (status, body) = await PostAsync(Rpc.Call("document_delete", new() { ["id"] = "x" }), "document_delete");
        status.ShouldBe(400);
        body.GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32021);
        body.GetProperty("error").GetProperty("data").GetProperty("requiredCapabilities").TryGetProperty("elicitation", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Delete_OlderProtocol_IsAToolErrorThatSaysWhy()
    {
        var (_, body, _) = await instance.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"document_delete","arguments":{"id":"x"}}}""", ("MCP-Protocol-Version", "2025-11-25"), Token("user-1"));
        body!.Value.GetProperty("result").GetProperty("isError").GetBoolean().ShouldBeTrue();
        (await ExistsAsync()).ShouldBeTrue();
    }

    private async Task<string> AskAsync(string id = "x")
    {
        var (status, body) = await PostAsync(Delete(id), "document_delete");
        status.ShouldBe(200);
        var result = body.GetProperty("result");
        result.GetProperty("resultType").GetString().ShouldBe("input_required");
        result.GetProperty("inputRequests").GetProperty("confirm").GetProperty("method").GetString().ShouldBe("elicitation/create");
        return result.GetProperty("requestState").GetString()!;
    }

    private Task<(int Status, JsonElement Body)> AnswerAsync(string state, string answer, string user = "user-1")
    {
        var body = Delete("x");
        body["params"]!["requestState"] = state;
        body["params"]!["inputResponses"] = new JsonObject { ["confirm"] = JsonNode.Parse(answer) };
        return PostAsync(body, "document_delete", user);
    }

    private static JsonObject Delete(string id)
    {
        var body = Rpc.Call("document_delete", new() { ["id"] = id });
        body["params"]!["_meta"]!["io.modelcontextprotocol/clientCapabilities"] = new JsonObject { ["elicitation"] = new JsonObject() };
        return body;
    }

    private async Task<bool> ExistsAsync() =>
        !(await PostAsync(Rpc.Call("document_get", new() { ["id"] = "x" }), "document_get")).Body.GetProperty("result").TryGetProperty("isError", out var error) || !error.GetBoolean();

    private async Task<(int Status, JsonElement Body)> PostAsync(JsonObject body, string tool, string user = "user-1")
    {
        var (status, answer, _) = await instance.PostAsync(body.ToJsonString(), Rpc.Headers("tools/call", tool, Token(user)));
        return (status, answer!.Value);
    }

    private static (string, string) Token(string user)
    {
        var claims = TokenForge.Claims(TimeProvider.System.GetUtcNow());
        claims["sub"] = user;
        return ("Authorization", "Bearer " + Forge.Token(claims));
    }

    private static string Flip(string state) => state[..^2] + (state[^2] == 'A' ? 'B' : 'A') + state[^1];
}
