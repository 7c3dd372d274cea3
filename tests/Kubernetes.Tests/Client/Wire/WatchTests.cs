using k8s;
using k8s.Autorest;
using k8s.Models;
using McpTenants.Testing;
using Microsoft.AspNetCore.Http;

namespace Kubernetes.Tests.Client.Wire;

public sealed class WatchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_EndOfStreamInTheMiddleOfALine_EndsWithWhatWasComplete()
    {
        (await WatchAsync(Answers.Event("ADDED", "a") + """{"type":"MODIFIED","object":{"api""")).Select(e => e.Object!.Name()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Watch_MalformedLines_AreSkipped()
    {
        var lines = "not json\n" + """{"type":"UNHEARD","object":{}}""" + "\n" + """{"type":"ADDED"}""" + "\n[]\n\n"
            + """{"type":"ADDED","object":{"metadata":{"creationTimestamp":"yesterday"}}}""" + "\n" + Answers.Event("ADDED", "good");
        (await WatchAsync(lines)).Select(e => e.Object!.Name()).ShouldBe(["good"]);
    }

    [Fact]
    public async Task Watch_ObjectBeforeType_IsUnderstood()
    {
        var seen = await WatchAsync("""{"object":{"metadata":{"name":"early"}},"type":"DELETED"}""" + "\n");
        seen.Select(e => (e.Type, e.Object!.Name(), e.Object!.Kind)).ShouldBe([(WatchEventType.Deleted, "early", "ConfigMap")]);
    }

    [Fact]
    public async Task Watch_ErrorEvent_IsTheLastAndCarriesTheStatus()
    {
        var seen = await WatchAsync($$"""{"type":"ERROR","object":{{Answers.Status(410, "Expired", "too old")}} }""" + "\n" + Answers.Event("ADDED", "after"));
        var only = seen.ShouldHaveSingleItem();
        (only.Type, only.Object, only.Status!.Code, only.Status.Reason).ShouldBe((WatchEventType.Error, null, 410, "Expired"));
    }

    [Fact]
    public async Task Watch_EmptyStream_EndsWithoutEvents() => (await WatchAsync("")).ShouldBeEmpty();

    [Fact]
    public async Task Watch_LineOfManyMegabytes_ArrivesWhole()
    {
        var value = new string('x', 5_000_000);
        var seen = await WatchAsync($$$"""{"type":"ADDED","object":{"metadata":{"name":"big"},"data":{"v":"{{{value}}}"} } }""" + "\n" + Answers.Event("ADDED", "next"));
        seen[0].Object!.Data!["v"].Length.ShouldBe(value.Length);
        seen[1].Object!.Name().ShouldBe("next");
    }

    [Fact]
    public async Task Watch_GoneAsHttpStatus_Throws()
    {
        await using var server = await FakeApiServer.StartAsync(c => c.SendAsync(Answers.Status(410, "Gone"), 410));
        using var client = server.Connect();
        var error = await Should.ThrowAsync<HttpOperationException>(async () => await client.WatchAsync<V1ConfigMap>("n", new(), Ct).ToListAsync(Ct));
        error.IsGone().ShouldBeTrue();
    }

    [Fact]
    public async Task Watch_Event_ArrivesWhileTheStreamStaysOpen()
    {
        await using var server = await FakeApiServer.StartAsync(async c =>
        {
            await c.SendPartAsync(Answers.Event("ADDED", "now"));
            await c.HangAsync();
        });
        using var client = server.Connect();
        await using var watch = client.WatchAsync<V1ConfigMap>("n", new(), Ct).GetAsyncEnumerator(Ct);
        (await watch.MoveNextAsync()).ShouldBeTrue();
        watch.Current.Object!.Name().ShouldBe("now");
    }

    [Fact]
    public async Task Watch_ConnectionCut_Throws()
    {
        await using var server = await FakeApiServer.StartAsync(async c =>
        {
            await c.SendPartAsync(Answers.Event("ADDED", "a") + "{");
            c.Abort();
        });
        using var client = server.Connect();
        var error = await Should.ThrowAsync<Exception>(async () => await client.WatchAsync<V1ConfigMap>("n", new(), Ct).ToListAsync(Ct));
        (error is IOException or HttpRequestException).ShouldBeTrue(error.ToString());
    }

    [Fact]
    public async Task Watch_RunsLongerThanTheRequestDeadline()
    {
        var time = new ManualTimeProvider();
        var released = new TaskCompletionSource();
        await using var server = await FakeApiServer.StartAsync(async c =>
        {
            await c.SendPartAsync(Answers.Event("ADDED", "early"));
            await released.Task;
            await c.SendPartAsync(Answers.Event("ADDED", "late"));
        });
        using var client = server.Connect(time: time);
        await using var watch = client.WatchAsync<V1ConfigMap>("n", new(), Ct).GetAsyncEnumerator(Ct);
        (await watch.MoveNextAsync()).ShouldBeTrue();
        time.Advance(TimeSpan.FromHours(1));
        released.SetResult();
        (await watch.MoveNextAsync()).ShouldBeTrue();
        watch.Current.Object!.Name().ShouldBe("late");
    }

    [Fact]
    public async Task Watch_NoAnswer_TimesOut()
    {
        var time = new ManualTimeProvider();
        var asked = new TaskCompletionSource();
        await using var server = await FakeApiServer.StartAsync(c =>
        {
            asked.SetResult();
            return c.HangAsync();
        });
        using var client = server.Connect(time: time);
        var watch = client.WatchAsync<V1ConfigMap>("n", new(), Ct).ToListAsync(Ct).AsTask();
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(101));
        await Should.ThrowAsync<TimeoutException>(watch);
    }

    [Fact]
    public async Task Watch_Parameters_ReachTheServer()
    {
        await using var server = await FakeApiServer.StartAsync(c => c.SendAsync(""));
        using var client = server.Connect();
        var parameters = new WatchParameters { ResourceVersion = "5", LabelSelector = "a in (b,c)", FieldSelector = "metadata.name=x", TimeoutSeconds = 300 };
        await client.WatchAsync<V1Deployment>(null, parameters, Ct).ToListAsync(Ct);
        server.Requests.ShouldHaveSingleItem().ShouldBe(
            "GET /apis/apps/v1/deployments?watch=true&labelSelector=a%20in%20%28b%2Cc%29&fieldSelector=metadata.name%3Dx&resourceVersion=5&allowWatchBookmarks=true&timeoutSeconds=300");
    }

    private static async Task<List<WatchEvent<V1ConfigMap>>> WatchAsync(string body)
    {
        await using var server = await FakeApiServer.StartAsync(c => c.Response.WriteAsync(body));
        using var client = server.Connect();
        return await client.WatchAsync<V1ConfigMap>("n", new() { ResourceVersion = "1" }, Ct).ToListAsync(Ct);
    }
}
