using System.Text;
using System.Text.Json.Nodes;
using Instance.Tests.Support;

namespace Instance.Tests.Connectors;

/// <summary>The whole server with a connector, over real HTTP on both sides.</summary>
public sealed class ConnectorEndToEndTests
{
    [Fact]
    public async Task Call_RealDocument_ArrivesWithTheRightCredentialAndNothingOfTheCaller()
    {
        await using var upstream = await RecordingUpstream.StartAsync();
        var forge = TokenForge.Shared;
        var callersToken = forge.Token(TokenForge.Claims(TimeProvider.System.GetUtcNow()));
        var configuration = TestInstance.Configuration("OAuth");
        configuration["connectors"] = new JsonArray(Connector(upstream, new JsonObject { ["type"] = "Bearer", ["file"] = "chat-token" }));
        await using var instance = await TestInstance.StartAsync(configuration, forge.KeySetJson(), prepare: environment =>
        {
            Directory.CreateDirectory(Path.Combine(environment.ConnectorsFolder, "chat"));
            File.WriteAllBytes(Path.Combine(environment.ConnectorsFolder, "chat", "openapi"), Fixtures.Discord);
            File.WriteAllText(Path.Combine(environment.SecretsFolder, "chat-token"), "upstream-secret\n");
        });
        await using var client = await instance.ConnectAsync(token: callersToken);

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        // PUT, PATCH and DELETE are destructive and therefore not offered.
        tools.Count(t => t.Name.StartsWith("chat_", StringComparison.Ordinal)).ShouldBeInRange(100, 241);
        tools.Single(t => t.Name == "chat_get_channel").ProtocolTool.Annotations!.ReadOnlyHint.ShouldBe(true);
        var result = await client.CallToolAsync("chat_get_channel", new Dictionary<string, object?> { ["channel_id"] = "1234" }, cancellationToken: TestContext.Current.CancellationToken);

        result.IsError.ShouldNotBe(true);
        result.StructuredContent!.Value.GetProperty("ok").GetBoolean().ShouldBeTrue();
        var received = upstream.Requests.ShouldHaveSingleItem();
        (received.Method, received.Target, received.Authorization).ShouldBe(("GET", "/v10/channels/1234", "Bearer upstream-secret"));
        received.Everything.ShouldNotContain(callersToken);
        received.Headers.Keys.ShouldBe(["Accept", "Accept-Encoding", "Authorization", "Host", "User-Agent"], ignoreOrder: true);
        instance.Logs.ShouldNotContain("upstream-secret");
        instance.Logs.ShouldNotContain(callersToken);
    }

    [Fact]
    public async Task Document_ReplacedOrBroken_ChangesItsToolsOnly()
    {
        await using var upstream = await RecordingUpstream.StartAsync();
        var configuration = TestInstance.Configuration();
        var connector = Connector(upstream, null);
        connector["inline"] = true;
        configuration["connectors"] = new JsonArray(connector);
        string file = "";
        await using var instance = await TestInstance.StartAsync(configuration, prepare: environment =>
            File.WriteAllText(file = Path.Combine(environment.ConfigurationFolder, "connector-chat"), "openapi: 3.1.0\npaths: {/a: {get: {operationId: first}}}"));
        (await NamesAsync(instance)).ShouldContain("chat_first");

        File.WriteAllText(file, "openapi: 3.1.0\npaths: {/a: {get: {operationId: second}}}");
        await UntilAsync(async () => (await NamesAsync(instance)).Contains("chat_second"));
        File.WriteAllText(file, "nonsense");
        await UntilAsync(async () => !(await NamesAsync(instance)).Contains("chat_second"));

        (await NamesAsync(instance)).ShouldContain("document_get");
        instance.Logs.ShouldContain("has no tools");
    }

    [Fact]
    public async Task Call_FixedCredentials_AreReadAgainAtEveryCall()
    {
        await using var upstream = await RecordingUpstream.StartAsync();
        var configuration = TestInstance.Configuration();
        var connector = Connector(upstream, new JsonObject { ["type"] = "Basic", ["usernameFile"] = "user", ["passwordFile"] = "password" });
        connector["inline"] = true;
        configuration["connectors"] = new JsonArray(connector);
        string password = "";
        await using var instance = await TestInstance.StartAsync(configuration, prepare: environment =>
        {
            File.WriteAllText(Path.Combine(environment.ConfigurationFolder, "connector-chat"), "openapi: 3.1.0\npaths: {/a: {get: {operationId: a}}}");
            File.WriteAllText(Path.Combine(environment.SecretsFolder, "user"), "me");
            File.WriteAllText(password = Path.Combine(environment.SecretsFolder, "password"), "one");
        });
        await using var client = await instance.ConnectAsync();

        await client.CallToolAsync("chat_a", cancellationToken: TestContext.Current.CancellationToken);
        File.WriteAllText(password, "two");
        await client.CallToolAsync("chat_a", cancellationToken: TestContext.Current.CancellationToken);

        upstream.Requests.Select(r => Encoding.UTF8.GetString(Convert.FromBase64String(r.Authorization![6..]))).ShouldBe(["me:one", "me:two"]);
    }

    private static JsonObject Connector(RecordingUpstream upstream, JsonObject? credential) =>
        new() { ["name"] = "chat", ["baseUrl"] = upstream.Url + "/v10", ["credential"] = credential };

    private static async Task<IEnumerable<string>> NamesAsync(TestInstance instance)
    {
        await using var client = await instance.ConnectAsync();
        return (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(t => t.Name);
    }

    // The server looks at its files once a second when it is asked.
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }
}
