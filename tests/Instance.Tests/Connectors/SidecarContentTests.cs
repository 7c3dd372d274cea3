using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using McpTenants.Audit;
using McpTenants.Audit.Storage;

namespace Instance.Tests.Connectors;

/// <summary>Prompts, resources and completion of third-party servers.</summary>
public sealed class SidecarContentTests : IAsyncLifetime
{
    private readonly JsonObject configuration = TestInstance.Configuration();
    private SidecarStub one = null!;
    private SidecarStub two = null!;
    private TestInstance instance = null!;

    public async ValueTask InitializeAsync()
    {
        (one, two) = (await SidecarStub.StartAsync(), await SidecarStub.StartAsync());
        foreach (var stub in (SidecarStub[])[one, two])
        {
            stub.Results["resources/templates/list"] = _ => new JsonObject { ["resourceTemplates"] = new JsonArray() };
            stub.Results["resources/read"] = request => Contents(request["params"]!["uri"]!.GetValue<string>(), "of " + (stub == one ? "one" : "two"));
        }
        one.Results["resources/list"] = _ => new JsonObject { ["resources"] = new JsonArray(Resource("doc://shared"), Resource("doc://one"), Resource("kb://documents/x"), Resource("no uri")) };
        two.Results["resources/list"] = _ => new JsonObject { ["resources"] = new JsonArray(Resource("doc://shared"), Resource("doc://two"), Resource("log://2026/one")) };
        one.Results["resources/templates/list"] = _ => new JsonObject { ["resourceTemplates"] = new JsonArray(Template("log://{day}/{name}"), Template("{+any}")) };
        one.Results["prompts/list"] = _ => new JsonObject { ["prompts"] = new JsonArray(new JsonObject { ["name"] = "greet" }, new JsonObject { ["name"] = "secret" }) };
        one.Results["prompts/get"] = _ => new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new JsonObject { ["type"] = "text", ["text"] = "hello" } }) };
        one.Results["completion/complete"] = _ => new JsonObject { ["completion"] = new JsonObject { ["values"] = new JsonArray([.. Enumerable.Range(0, 200).Select(i => (JsonNode)$"v{i}")]) } };
        configuration["tools"]!["deny"] = new JsonArray("one_secret");
        configuration["servers"] = new JsonArray(Server("one", one.Port), Server("two", two.Port));
        instance = await TestInstance.StartAsync(configuration);
        await Eventually.ShouldAsync(async () => (await UrisAsync()).Contains("doc://two") && (await UrisAsync()).Contains("doc://one"));
        // What servers announce changes what is announced, which is looked at once a second.
        await Eventually.ShouldAsync(async () => (await SendAsync("prompts/list", [])).GetProperty("result").GetRawText().Contains("one_greet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prompts_OfAServer_AreOfferedWithItsPrefixBesideOurs()
    {
        var names = (await SendAsync("prompts/list", [])).GetProperty("result").GetProperty("prompts").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ToList();
        names.ShouldBe(["answer_from_documents", "summarize_document", "one_greet"]);

        var answer = await SendAsync("prompts/get", new() { ["name"] = "one_greet", ["arguments"] = new JsonObject { ["who"] = "you" } }, "one_greet");

        answer.GetProperty("result").GetProperty("messages")[0].GetProperty("content").GetProperty("text").GetString().ShouldBe("hello");
        var seen = one.Requests.Single(r => r["method"]!.GetValue<string>() == "prompts/get")["params"]!;
        (seen["name"]!.GetValue<string>(), seen["arguments"]!["who"]!.GetValue<string>()).ShouldBe(("greet", "you"));
    }

    [Fact]
    public async Task Prompt_ThatIsDenied_IsAnsweredLikeOneThatNobodyHas()
    {
        var hidden = (await SendAsync("prompts/get", new() { ["name"] = "one_secret" }, "one_secret")).GetProperty("error").GetRawText();
        (await SendAsync("prompts/get", new() { ["name"] = "one_nothing" }, "one_nothing")).GetProperty("error").GetRawText().ShouldBe(hidden);
        one.Requests.ShouldNotContain(r => r["method"]!.GetValue<string>() == "prompts/get");
    }

    [Fact]
    public async Task Prompt_LargerThanAnAnswerMayBe_IsRefused()
    {
        one.Results["prompts/get"] = _ => new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new JsonObject { ["type"] = "text", ["text"] = new string('x', 2 << 20) } }),
        };
        var error = (await SendAsync("prompts/get", new() { ["name"] = "one_greet" }, "one_greet")).GetProperty("error");
        error.GetProperty("message").GetString().ShouldBe("The server of this prompt answered with more than 1048576 bytes.");
    }

    [Theory]
    [InlineData("doc://shared", "of one")] // Both list it; the first in the configuration has it.
    [InlineData("doc://two", "of two")]
    [InlineData("log://2026/one", "of two")] // Listed exactly, which counts for more than the other's template.
    [InlineData("log://2026/other", "of one")]
    public async Task Read_OfAServersResource_IsAskedOfItsOwnerAlone(string uri, string text)
    {
        var contents = (await ReadAsync(uri)).GetProperty("result").GetProperty("contents")[0];
        (contents.GetProperty("uri").GetString(), contents.GetProperty("text").GetString()).ShouldBe((uri, text));
        one.Requests.Concat(two.Requests).Count(r => r["method"]!.GetValue<string>() == "resources/read").ShouldBe(1);
    }

    [Theory]
    [InlineData("doc://nobody")]
    [InlineData("log://2026/a/b")]
    [InlineData("kb://documents/x")]
    [InlineData("KB://documents/x")]
    public async Task Read_OfNobodysResource_AsksNoServer(string uri)
    {
        var error = (await ReadAsync(uri)).GetProperty("error");
        error.GetRawText().ShouldBe($$$"""{"code":-32602,"message":"There is no such resource.","data":{"uri":"{{{uri}}}"}}""");
        one.Requests.Concat(two.Requests).ShouldNotContain(r => r["method"]!.GetValue<string>() == "resources/read");
    }

    [Fact]
    public async Task List_OfResources_HasEachOnceAndNoneInOurName()
    {
        (await UrisAsync()).ShouldBe(["doc://shared", "doc://one", "doc://two", "log://2026/one"]);
        var templates = (await SendAsync("resources/templates/list", [])).GetProperty("result").GetProperty("resourceTemplates").EnumerateArray().Select(t => t.GetProperty("uriTemplate").GetString()).ToList();
        templates.ShouldContain("log://{day}/{name}");
        templates.ShouldNotContain("{+any}");
    }

    [Theory]
    [InlineData("doc://two")]
    [InlineData("kb://documents/x")]
    [InlineData("kB://documents/x")]
    public async Task Read_AnsweredWithSomebodyElsesResource_IsRefused(string uri)
    {
        one.Results["resources/read"] = _ => Contents(uri, "not mine");
        (await ReadAsync("doc://one")).GetProperty("error").GetProperty("message").GetString().ShouldBe("The server of this resource answered with a resource that is not its own.");
    }

    [Fact]
    public async Task Read_RefusedByTheServer_IsTheSameAsAResourceThatNobodyHas()
    {
        one.Results["resources/read"] = _ => new JsonObject { ["code"] = -32002, ["message"] = "never heard of it" };
        (await ReadAsync("doc://one")).GetProperty("error").GetRawText().ShouldBe("""{"code":-32602,"message":"There is no such resource.","data":{"uri":"doc://one"}}""");
    }

    [Fact]
    public async Task Resources_OfAServerThatIsDenied_AreUnknown()
    {
        configuration["tools"]!["deny"] = new JsonArray("one_resources/read");
        instance.Configure(configuration);
        await Eventually.ShouldAsync(async () => !(await UrisAsync()).Contains("doc://one"));
        (await ReadAsync("doc://two")).GetProperty("result").ValueKind.ShouldBe(JsonValueKind.Object);
        (await ReadAsync("doc://shared")).GetProperty("result").GetProperty("contents")[0].GetProperty("text").GetString().ShouldBe("of two");
        one.Requests.ShouldNotContain(r => r["method"]!.GetValue<string>() == "resources/read");
    }

    [Fact]
    public async Task Completion_OfAServersPrompt_IsAskedInItsOwnWordsAndBounded()
    {
        var reference = new JsonObject { ["type"] = "ref/prompt", ["name"] = "one_greet" };
        var answer = await SendAsync("completion/complete", new() { ["ref"] = reference, ["argument"] = new JsonObject { ["name"] = "who", ["value"] = "v" } });
        answer.GetProperty("result").GetProperty("completion").GetProperty("values").GetArrayLength().ShouldBe(100);
        one.Requests.Single(r => r["method"]!.GetValue<string>() == "completion/complete")["params"]!["ref"]!["name"]!.GetValue<string>().ShouldBe("greet");

        var unknown = new JsonObject { ["type"] = "ref/prompt", ["name"] = "one_secret" };
        (await SendAsync("completion/complete", new() { ["ref"] = unknown, ["argument"] = new JsonObject { ["name"] = "who", ["value"] = "v" } })).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32602);
    }

    [Fact]
    public async Task Requests_ForWhatServersOffer_AreRecordedByNamesOfOursAndNeedTheirOwnScopes()
    {
        await SendAsync("prompts/get", new() { ["name"] = "one_greet" }, "one_greet");
        await ReadAsync("doc://two");
        await ReadAsync("doc://canary");
        var reference = new JsonObject { ["type"] = "ref/prompt", ["name"] = "one_greet" };
        await SendAsync("completion/complete", new() { ["ref"] = reference, ["argument"] = new JsonObject { ["name"] = "who", ["value"] = "canary" } });
        await instance.StopServerAsync();

        var folder = new AuditFolder(AuditTrail.FolderIn(instance.Environment.DataFolder));
        var records = folder.List().SelectMany(name => Encoding.UTF8.GetString(folder.Read(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => JsonElement.Parse(line))
            .Where(r => r.GetProperty("event").GetString() == "call").Select(r => (r.GetProperty("tool").GetString(), r.GetProperty("outcome").GetString()));
        records.ShouldBe([("one_greet", "Ok"), ("two_resources/read", "Ok"), ("resources/read", "Refused"), ("one_greet", "Ok")]);
        instance.Logs.ShouldNotContain("canary");
    }

    [Fact]
    public async Task Scopes_OfAServersResourcesAndPrompts_AreAskedForByTheirNames()
    {
        var forge = TokenForge.Shared;
        var closed = TestInstance.Configuration("OAuth");
        closed["servers"] = configuration["servers"]!.DeepClone();
        closed["auth"]!["toolScopes"] = new JsonObject { ["one_resources/read"] = new JsonArray("one:read"), ["one_greet"] = new JsonArray("one:greet") };
        await using var other = await TestInstance.StartAsync(closed, forge.KeySetJson());
        var token = ("Authorization", "Bearer " + forge.Token(TokenForge.Claims(TimeProvider.System.GetUtcNow())));
        async Task<(int, string)> ChallengeAsync(string method, string name, JsonObject parameters)
        {
            var (status, _, response) = await other.PostAsync(Rpc.Body(method, parameters).ToJsonString(), Rpc.Headers(method, name, token));
            return (status, response.Headers.WwwAuthenticate.ToString());
        }
        await Eventually.ShouldAsync(async () => (await ChallengeAsync("resources/read", "doc://one", new() { ["uri"] = "doc://one" })).Item1 == 403);

        (await ChallengeAsync("resources/read", "doc://one", new() { ["uri"] = "doc://one" })).Item2.ShouldContain("one:read");
        (await ChallengeAsync("resources/read", "doc://two", new() { ["uri"] = "doc://two" })).Item1.ShouldBe(200);
        await Eventually.ShouldAsync(async () => (await ChallengeAsync("prompts/get", "one_greet", new() { ["name"] = "one_greet" })).Item1 == 403);
        (await ChallengeAsync("prompts/get", "one_nothing", new() { ["name"] = "one_nothing" })).Item1.ShouldBe(200); // With the error that there is none.
        one.Requests.ShouldNotContain(r => r["method"]!.GetValue<string>() == "resources/read");
    }

    public async ValueTask DisposeAsync()
    {
        await instance.DisposeAsync();
        await one.DisposeAsync();
        await two.DisposeAsync();
    }

    private async Task<List<string?>> UrisAsync()
    {
        var result = (await SendAsync("resources/list", [])).GetProperty("result");
        return [.. result.GetProperty("resources").EnumerateArray().Select(r => r.GetProperty("uri").GetString())];
    }

    private Task<JsonElement> ReadAsync(string uri) => SendAsync("resources/read", new() { ["uri"] = uri }, uri);

    private async Task<JsonElement> SendAsync(string method, JsonObject parameters, string? name = null) =>
        (await instance.PostAsync(Rpc.Body(method, parameters).ToJsonString(), Rpc.Headers(method, name))).Body!.Value;

    private static JsonObject Server(string name, int port) => new() { ["name"] = name, ["port"] = port, ["path"] = "/mcp" };

    private static JsonObject Resource(string uri) => new() { ["uri"] = uri, ["name"] = uri };

    private static JsonObject Template(string template) => new() { ["uriTemplate"] = template, ["name"] = template };

    private static JsonObject Contents(string uri, string text) => new() { ["contents"] = new JsonArray(new JsonObject { ["uri"] = uri, ["text"] = text }), ["ttlMs"] = 0, ["cacheScope"] = "private" };
}
