using k8s;
using k8s.Autorest;
using k8s.Models;
using McpTenants.Testing;

namespace Kubernetes.Tests.Client.Wire;

public sealed class LoadSheddingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Get_RetryAfter_WaitsThatLongAndTriesAgain(int code)
    {
        var time = new ManualTimeProvider();
        await using var server = await ShedAsync(times: 1, code, seconds: 5);
        using var client = server.Connect(time: time);
        var get = client.GetAsync<V1ConfigMap>("a", "n", Ct);
        await time.WaitForTimerAsync(d => d == TimeSpan.FromSeconds(5));
        server.Requests.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(5));
        (await get)!.Name().ShouldBe("a");
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Get_ShedAgainAndAgain_GivesUpAfterThreeRetries()
    {
        await using var server = await ShedAsync(times: 100, code: 429, seconds: 0);
        using var client = server.Connect();
        var error = await Should.ThrowAsync<HttpOperationException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
        error.IsTooManyRequests().ShouldBeTrue();
        error.Response.RetryAfter.ShouldBe(TimeSpan.Zero);
        server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Create_Shed_IsTheCallersDecision()
    {
        await using var server = await ShedAsync(times: 1, code: 429, seconds: 0);
        using var client = server.Connect();
        await Should.ThrowAsync<HttpOperationException>(client.CreateAsync(new V1ConfigMap { Metadata = new() { Name = "a", NamespaceProperty = "n" } }, ct: Ct));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Get_AskedToWaitForMinutes_FailsAtOnceAndTellsHowLong()
    {
        await using var server = await ShedAsync(times: 1, code: 429, seconds: 120);
        using var client = server.Connect();
        var error = await Should.ThrowAsync<HttpOperationException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
        error.Response.RetryAfter.ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Watch_Shed_IsTheReflectorsDecision()
    {
        await using var server = await ShedAsync(times: 1, code: 429, seconds: 0);
        using var client = server.Connect();
        await Should.ThrowAsync<HttpOperationException>(async () => await client.WatchAsync<V1ConfigMap>("n", new(), Ct).ToListAsync(Ct));
        server.Requests.Count.ShouldBe(1);
    }

    private static Task<FakeApiServer> ShedAsync(int times, int code, int seconds)
    {
        var left = times;
        return FakeApiServer.StartAsync(c =>
        {
            if (left-- <= 0)
                return c.SendAsync(Answers.Map);
            c.Response.Headers.RetryAfter = $"{seconds}";
            return c.SendAsync(Answers.Status(code, "TooManyRequests"), code);
        });
    }
}
