using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;

namespace Instance.Tests.Server;

public sealed class AuthorizationTests
{
    private const string Key = "mcpt_3kq0iN5vRzJt7cUu1S9bXo2yGf8LwEdA";
    private static readonly TokenForge Forge = TokenForge.Shared;
    private static readonly string List = Rpc.Body("tools/list").ToJsonString();

    [Fact]
    public async Task OAuth_FullSessionWithAToken_Works()
    {
        await using var instance = await StartOAuthAsync();
        await using var client = await instance.ConnectAsync(token: Token());
        (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task OAuth_NoToken_IsChallengedWithoutAnError()
    {
        await using var instance = await StartOAuthAsync();
        var (status, _, response) = await instance.PostAsync(List, Rpc.Headers("tools/list"));
        status.ShouldBe(401);
        response.Headers.WwwAuthenticate.ToString().ShouldBe(
            "Bearer scope=\"kb:read\", resource_metadata=\"https://acme.mcp.test/.well-known/oauth-protected-resource/mcp\"");
    }

    public static TheoryData<string> BadTokens() =>
    [
        Forge.Token(TokenForge.Claims(DateTimeOffset.UnixEpoch)), // expired
        Forge.Token(With("aud", "https://other.mcp.test/mcp")),
        Forge.Token(With("iss", "https://evil.example")),
        Forge.Token(Claims(), algorithm: "none"),
        Forge.Token(Claims(), algorithm: "HS256"),
        Forge.Token(Claims(), kid: "../../etc/passwd"),
        Forge.Token(Claims(), header: h => h["jku"] = "https://evil.example/jwks"),
        "eyJhbGciOiJkaXIifQ.a.b.c.d",
        "garbage",
    ];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task OAuth_BadToken_Is401WithInvalidTokenAndNoReason(string token)
    {
        await using var instance = await StartOAuthAsync();
        var (status, _, response) = await instance.PostAsync(List, Rpc.Headers("tools/list", null, ("Authorization", "Bearer " + token)));
        status.ShouldBe(401);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"invalid_token\"");
        instance.Logs.ShouldNotContain(token);
    }

    [Fact]
    public async Task OAuth_TokenInTheQuery_IsNotAToken()
    {
        await using var instance = await StartOAuthAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, instance.Mcp + "?access_token=" + Token()) { Content = new StringContent(List, Encoding.UTF8, "application/json") };
        (await instance.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        instance.Logs.ShouldNotContain("access_token");
    }

    [Theory]
    [InlineData("tools/list", null)]
    [InlineData("tools/call", "document_list")]
    public async Task OAuth_TooFewScopes_IsAStepUpDecidedOnTheBody(string method, string? tool)
    {
        await using var instance = await StartOAuthAsync();
        var body = tool is null ? List : Rpc.Call(tool).ToJsonString();
        var (status, answer, response) = await instance.PostAsync(body, Rpc.Headers(method, tool, ("Authorization", "Bearer " + Forge.Token(With("scope", "other")))));
        status.ShouldBe(403);
        answer!.Value.GetProperty("id").GetInt32().ShouldBe(1);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"insufficient_scope\"");
        response.Headers.WwwAuthenticate.ToString().ShouldContain("scope=\"kb:read\"");
    }

    [Fact]
    public async Task OAuth_Metadata_NeedsNoToken()
    {
        await using var instance = await StartOAuthAsync();
        foreach (var path in (string[])["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"])
        {
            var document = JsonElement.Parse(await instance.Http.GetStringAsync(instance.Public(path), TestContext.Current.CancellationToken));
            document.GetProperty("resource").GetString().ShouldBe(TokenForge.Audience);
            document.GetProperty("authorization_servers")[0].GetString().ShouldBe(TokenForge.Issuer);
        }
    }

    [Fact]
    public async Task ApiKey_OnlyTheConfiguredKeyWorks()
    {
        var configuration = TestInstance.Configuration("ApiKey");
        configuration["auth"]!["apiKeys"]!.AsArray().Add(new JsonObject
        {
            ["name"] = "ci",
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
            ["expires"] = null,
        });
        await using var instance = await TestInstance.StartAsync(configuration);
        (await instance.PostAsync(List, Rpc.Headers("tools/list", null, ("Authorization", "Bearer " + Key)))).Status.ShouldBe(200);
        (await instance.PostAsync(List, Rpc.Headers("tools/list", null, ("Authorization", "Bearer " + Key + "x")))).Status.ShouldBe(401);
        (await instance.PostAsync(List, Rpc.Headers("tools/list"))).Status.ShouldBe(401);
        instance.Logs.ShouldNotContain(Key);
    }

    [Fact]
    public async Task OAuth_KeyRotated_TheFirstTokensOfTheNewKeyAllPassAndTheFileIsReadOnce()
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        await using var instance = await TestInstance.StartAsync(TestInstance.Configuration("OAuth"), Forge.KeySetJson(), time);
        var headers = Rpc.Headers("tools/list", null, ("Authorization", "Bearer " + Forge.Token(Claims(), kid: "rsa-2")));
        (await instance.PostAsync(List, headers)).Status.ShouldBe(401);
        // Long before the files would be looked at again anyway.
        time.Now += TimeSpan.FromMilliseconds(100);
        instance.Configure(TestInstance.Configuration("OAuth"), Forge.KeySetJson(Forge.RsaJwk("rsa-2")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => instance.PostAsync(List, headers)));

        answers.ShouldAllBe(a => a.Status == 200);
        instance.Logs.Split("Configuration reloaded").Length.ShouldBe(2);
    }

    [Fact]
    public async Task OAuth_MadeUpKeys_NeverMakeTheFilesBeRead()
    {
        await using var instance = await StartOAuthAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            instance.PostAsync(List, Rpc.Headers("tools/list", null, ("Authorization", "Bearer " + Forge.Token(Claims(), kid: "made-up-" + i))))));
        answers.ShouldAllBe(a => a.Status == 401);
        instance.Logs.ShouldNotContain("Configuration reloaded");
    }

    [Fact]
    public async Task ApiKey_Rotation_BothKeysWorkUntilTheOldOneIsTakenAway()
    {
        var configuration = TestInstance.Configuration("ApiKey");
        configuration["auth"]!["apiKeys"] = new JsonArray(ApiKey("old", Key), ApiKey("new", Key + "-2"));
        await using var instance = await TestInstance.StartAsync(configuration);
        (await StatusAsync(instance, Key)).ShouldBe(200);
        (await StatusAsync(instance, Key + "-2")).ShouldBe(200);

        configuration["auth"]!["apiKeys"] = new JsonArray(ApiKey("new", Key + "-2"));
        instance.Configure(configuration);

        // The files are looked at again after at most a second; the state of the world is asked for until then.
        while (await StatusAsync(instance, Key) != 401)
        {
        }
        (await StatusAsync(instance, Key + "-2")).ShouldBe(200);
    }

    [Fact]
    public async Task Logs_OfEverything_NameTheTenantAndNoSecretOrPayload()
    {
        const string canary = "canary-4711-payload";
        await using var instance = await StartOAuthAsync();
        var token = Token();
        var headers = Rpc.Headers("tools/call", "document_create", ("Authorization", "Bearer " + token));
        (await instance.PostAsync(Rpc.Call("document_create", new() { ["title"] = canary, ["content"] = canary }).ToJsonString(), headers)).Status.ShouldBe(200);
        await instance.PostAsync(Rpc.Call("document_create", new() { ["title"] = 1, [canary] = canary }).ToJsonString(), headers);
        await instance.PostAsync(Rpc.Call(canary).ToJsonString(), Rpc.Headers("tools/call", canary, ("Authorization", "Bearer " + token)));
        await instance.PostAsync(Rpc.Body(canary).ToJsonString(), Rpc.Headers(canary, null, ("Authorization", "Bearer " + token)));
        await instance.PostAsync("{\"" + canary, ("Authorization", "Bearer " + token));
        await instance.PostAsync(List, ("Authorization", "Basic " + canary));

        var lines = instance.Logs.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(l => JsonElement.Parse(l).GetProperty("tenantUid").GetString() == TestInstance.Uid);
        instance.Logs.ShouldNotContain(canary);
        instance.Logs.ShouldNotContain(token[^40..]);
        (await instance.Http.GetStringAsync(instance.Admin("/metrics"), TestContext.Current.CancellationToken)).ShouldNotContain(canary);
    }

    private static JsonObject ApiKey(string name, string key) =>
        new() { ["name"] = name, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), ["expires"] = null };

    private static async Task<int> StatusAsync(TestInstance instance, string key) =>
        (await instance.PostAsync(List, Rpc.Headers("tools/list", null, ("Authorization", "Bearer " + key)))).Status;

    private static Task<TestInstance> StartOAuthAsync() => TestInstance.StartAsync(TestInstance.Configuration("OAuth"), Forge.KeySetJson());

    private static string Token() => Forge.Token(Claims());

    private static JsonObject Claims() => TokenForge.Claims(TimeProvider.System.GetUtcNow());

    private static JsonObject With(string name, string value)
    {
        var claims = Claims();
        claims[name] = value;
        return claims;
    }
}
