using System.Text.Json;
using Instance.Tests.Support;

namespace Instance.Tests.Server;

public sealed class LimitTests
{
    private static readonly string Call = Rpc.Call("document_list").ToJsonString();
    private static readonly (string, string)[] Headers = Rpc.Headers("tools/call", "document_list");

    [Fact]
    public async Task Rate_UsedUp_Is429WithThePolicyAndATime()
    {
        var configuration = TestInstance.Configuration();
        configuration["limits"]!["requestsPerMinute"] = 2;
        configuration["limits"]!["burst"] = 2;
        await using var instance = await TestInstance.StartAsync(configuration);
        (await instance.PostAsync(Call, Headers)).Status.ShouldBe(200);
        (await instance.PostAsync(Call, Headers)).Status.ShouldBe(200);
        var (status, body, response) = await instance.PostAsync(Call, Headers);
        status.ShouldBe(429);
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        var error = body!.Value.GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(-32000);
        error.GetProperty("data").GetProperty("policy").GetString().ShouldBe("requestsPerMinute");
    }

    [Fact]
    public async Task Rate_CallersWithoutACredential_DoNotUseItUp()
    {
        var configuration = TestInstance.Configuration("OAuth");
        configuration["limits"]!["requestsPerMinute"] = 1;
        configuration["limits"]!["burst"] = 1;
        await using var instance = await TestInstance.StartAsync(configuration, TokenForge.Shared.KeySetJson());
        for (var i = 0; i < 5; i++)
            (await instance.PostAsync(Call, Headers)).Status.ShouldBe(401);
        var token = ("Authorization", "Bearer " + TokenForge.Shared.Token(TokenForge.Claims(TimeProvider.System.GetUtcNow())));
        (await instance.PostAsync(Call, [.. Headers, token])).Status.ShouldBe(200);
        (await instance.PostAsync(Call, [.. Headers, token])).Status.ShouldBe(429);
    }

    [Fact]
    public async Task MonthlyBudget_UsedUp_IsRefusedWithItsResetAlsoAfterARestart()
    {
        var configuration = TestInstance.Configuration();
        configuration["limits"]!["monthlyToolCalls"] = 2;
        await using var instance = await TestInstance.StartAsync(configuration);
        (await instance.PostAsync(Call, Headers)).Status.ShouldBe(200);
        // What is no call of a tool costs nothing.
        (await instance.PostAsync(Rpc.Call("no_such_tool").ToJsonString(), Rpc.Headers("tools/call", "no_such_tool"))).Status.ShouldBe(200);
        (await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list"))).Status.ShouldBe(200);
        await instance.StopServerAsync();
        await instance.StartServerAsync();
        (await instance.PostAsync(Call, Headers)).Status.ShouldBe(200);

        var (status, body, response) = await instance.PostAsync(Call, Headers);
        status.ShouldBe(429);
        response.Headers.RetryAfter.ShouldNotBeNull();
        var data = body!.Value.GetProperty("error").GetProperty("data");
        data.GetProperty("policy").GetString().ShouldBe("monthlyToolCalls");
        data.GetProperty("limit").GetInt64().ShouldBe(2);
        data.GetProperty("resetsAt").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        (await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list"))).Status.ShouldBe(200);

        var usage = JsonElement.Parse(await instance.Http.GetStringAsync(instance.Admin("/status"), TestContext.Current.CancellationToken)).GetProperty("usage");
        usage.GetProperty("toolCalls").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task ResponseCap_LargerResult_IsAToolErrorThatSaysSo()
    {
        var configuration = TestInstance.Configuration();
        configuration["limits"]!["maxResponseBytes"] = 1024;
        await using var instance = await TestInstance.StartAsync(configuration);
        await instance.PostAsync(
            Rpc.Call("document_create", new() { ["id"] = "big", ["title"] = "t", ["content"] = new string('x', 4000) }).ToJsonString(), Rpc.Headers("tools/call", "document_create"));
        var (_, body, _) = await instance.PostAsync(Rpc.Call("document_get", new() { ["id"] = "big" }).ToJsonString(), Rpc.Headers("tools/call", "document_get"));
        var result = body!.Value.GetProperty("result");
        result.GetProperty("isError").GetBoolean().ShouldBeTrue();
        result.GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("The result is larger than 1024 bytes.");
    }
}
