using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using McpTenants.Audit;
using McpTenants.Audit.Storage;

namespace Instance.Tests.Connectors;

/// <summary>The whole server with a connector that logs in by OAuth 2.0 client credentials: expiry, withdrawal and outage, over real sockets and on a clock of the test's.</summary>
public sealed class ConnectorLoginTests : IAsyncLifetime
{
    private const string Secret = "canary-client-secret-9f3b";

    private readonly SteppingTime time = new(TokenForge.Start);
    private readonly TokenService upstream;
    private TestInstance instance = null!;

    public ConnectorLoginTests() => upstream = new TokenService(time);

    public async ValueTask InitializeAsync()
    {
        await upstream.StartAsync();
        var configuration = TestInstance.Configuration("OAuth");
        configuration["connectors"] = new JsonArray(new JsonObject
        {
            ["name"] = "crm",
            ["inline"] = true,
            ["baseUrl"] = upstream.Service.Url,
            ["timeoutSeconds"] = 3600,
            ["credential"] = new JsonObject { ["type"] = "OAuth2ClientCredentials", ["clientIdFile"] = "crm-id", ["clientSecretFile"] = "crm-secret", ["tokenUrl"] = upstream.TokenUrl },
        });
        configuration["limits"]!["toolTimeoutSeconds"] = 3600;
        instance = await TestInstance.StartAsync(configuration, TokenForge.Shared.KeySetJson(), time, prepare: environment =>
        {
            File.WriteAllText(Path.Combine(environment.ConfigurationFolder, "connector-crm"), "openapi: 3.1.0\npaths: {/deals: {get: {operationId: deals}}}");
            File.WriteAllText(Path.Combine(environment.SecretsFolder, "crm-id"), "client-1\n");
            File.WriteAllText(Path.Combine(environment.SecretsFolder, "crm-secret"), Secret + "\n");
        });
    }

    [Fact]
    public async Task Token_ExpiresAgainAndAgainUnderManyCallers_NoCallFailsAndNobodyStampedes()
    {
        const int Callers = 16;
        const int Calls = 40;
        upstream.Lifetime = TimeSpan.FromSeconds(20);
        var done = 0;
        var results = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var errors = new List<string>();
            for (var i = 0; i < Calls; i++)
            {
                if (await CallAsync() is { IsError: true } failed)
                    errors.Add(failed.Text);
                // The clock goes on while the others are under way: calls meet every moment of a token's life, its last ones too. It stands while
                // everybody waits for a token, so that a slow machine is no slow authorization server.
                if (Interlocked.Increment(ref done) % 4 == 0)
                    time.Advance(TimeSpan.FromSeconds(1));
            }
            return errors;
        })));

        results.SelectMany(e => e).ShouldBeEmpty();
        // 160 s, and every token serves for 14 to 20 of them.
        upstream.Issued.ShouldBeInRange(8, 12);
        upstream.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task Token_WithdrawnUnderManyCallers_NoCallFailsAndOneNewTokenIsAskedFor()
    {
        (await CallAsync()).IsError.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(30));
        upstream.WithdrawAll();

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => CallAsync()));

        results.ShouldAllBe(r => !r.IsError);
        upstream.Issued.ShouldBe(2);
    }

    [Fact]
    public async Task AuthorizationServer_AwayForAMinute_FailsClearlyAndRecoversByItself()
    {
        await upstream.CloseAsync();
        for (var second = 0; second < 60; second += 5)
        {
            var (text, isError) = await CallAsync();
            isError.ShouldBeTrue();
            text.ShouldMatch("^The authorization server of connector crm cannot be reached\\. Nothing was sent to the service; try again in [0-9]+ s\\.$");
            time.Advance(TimeSpan.FromSeconds(5));
        }
        upstream.Service.Requests.ShouldBeEmpty();
        // One that has nothing to do with the connector does not notice.
        (await CallAsync("document_list")).IsError.ShouldBeFalse();

        await upstream.OpenAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        (await CallAsync()).IsError.ShouldBeFalse();
        upstream.Issued.ShouldBe(1);
        instance.Logs.ShouldNotContain(Secret);
        instance.Logs.ShouldNotContain("   at ", customMessage: "a stack trace");
    }

    [Fact]
    public async Task AuthorizationServer_AwayAtTheTimeOfRenewal_IsNotNoticedWhileTheTokenServes()
    {
        (await CallAsync()).IsError.ShouldBeFalse();
        await upstream.CloseAsync();
        for (var minute = 0; minute < 9; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            (await CallAsync()).IsError.ShouldBeFalse($"minute {minute}");
        }
        time.Advance(TimeSpan.FromMinutes(1));
        (await CallAsync()).IsError.ShouldBeTrue("the token has expired");

        await upstream.OpenAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        (await CallAsync()).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Credential_EachUse_LeavesARecordThatNamesItAndTheCallBehindIt()
    {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        (await CallAsync(traceparent: $"00-{trace}-00f067aa0ba902b7-01")).IsError.ShouldBeFalse();
        (await CallAsync()).IsError.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(30));
        upstream.WithdrawAll();
        (await CallAsync()).IsError.ShouldBeFalse();
        await upstream.CloseAsync();
        time.Advance(TimeSpan.FromMinutes(11));
        (await CallAsync()).IsError.ShouldBeTrue();
        await instance.StopServerAsync();

        var folder = new AuditFolder(AuditTrail.FolderIn(instance.Environment.DataFolder));
        var text = string.Concat(folder.List().Select(n => System.Text.Encoding.UTF8.GetString(folder.Read(n))));
        var records = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l)).ToList();
        records.Where(r => Member(r, "event") is "credential" or "call").Select(r => (Member(r, "event"), Member(r, "credential"), Member(r, "outcome"))).ShouldBe(
        [
            ("credential", "crm-secret", "Ok"), ("credential", "crm-secret:token", "Ok"), ("call", null, "Ok"),
            ("credential", "crm-secret:token", "Ok"), ("call", null, "Ok"),
            ("credential", "crm-secret:token", "Refused"), ("credential", "crm-secret", "Ok"), ("credential", "crm-secret:token", "Ok"), ("call", null, "Ok"),
            ("credential", "crm-secret", "Failed"), ("call", null, "Failed"),
        ]);
        var first = records.Where(r => Member(r, "correlation") == trace).ToList();
        first.Count.ShouldBe(3);
        first.ShouldAllBe(r => Member(r, "tool") == "crm_deals" && Member(r, "tenant") == TestInstance.Uid && Member(r, "caller")!.Length > 0 && Member(r, "caller") == Member(first[0], "caller"));
        records.Where(r => Member(r, "event") == "credential").ShouldAllBe(r => Member(r, "target") == "127.0.0.1" && r.GetProperty("ms").GetDouble() >= 0);
        text.ShouldNotContain(Secret);
        text.ShouldNotContain("at-1-");
        text.ShouldNotContain("client-1");
        folder.Verify().IsIntact.ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        await instance.DisposeAsync();
        await upstream.DisposeAsync();
    }

    private async Task<(string Text, bool IsError)> CallAsync(string tool = "crm_deals", string traceparent = "")
    {
        var (status, body, _) = await instance.PostAsync(
            Rpc.Call(tool).ToJsonString(),
            [.. Rpc.Headers("tools/call", tool), ("traceparent", traceparent), ("Authorization", "Bearer " + TokenForge.Shared.Token(TokenForge.Claims(time.GetUtcNow())))]);
        status.ShouldBe(200);
        var result = body!.Value.GetProperty("result");
        return (result.GetProperty("content")[0].GetProperty("text").GetString()!, result.TryGetProperty("isError", out var isError) && isError.GetBoolean());
    }

    private static string? Member(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
