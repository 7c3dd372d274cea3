using System.Text;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Instance.Tests.Connectors;

/// <summary>What a third-party server does wrong costs its own calls only: never the instance, its other tools or another server.</summary>
public sealed class SidecarFailureTests : IAsyncLifetime
{
    private readonly SteppingTime time = new(TokenForge.Start);
    private SidecarStub stub = null!;
    private SidecarStub neighbour = null!;
    private SidecarInstance instance = null!;

    public async ValueTask InitializeAsync()
    {
        (stub, neighbour) = (await SidecarStub.StartAsync(), await SidecarStub.StartAsync());
        instance = await SidecarInstance.StartAsync(time, ("bad", stub.Port), ("good", neighbour.Port));
        await instance.UntilAsync(n => n.Contains("bad_one") && n.Contains("good_one"), () => time.Advance(TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task Call_ServerThatHangs_HoldsOnToAFewCallsAndNotToTheTenant()
    {
        stub.OnCall = (context, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        var hanging = Enumerable.Range(0, 16).Select(_ => instance.CallAsync("bad_one")).ToList();
        await Eventually.ShouldAsync(() => stub.Calls == 16);

        (await instance.CallAsync("bad_one")).ShouldBe(("The server of this tool has too many calls under way; try again later.", true));
        await OthersWorkAsync();

        time.Advance(TimeSpan.FromSeconds(61));
        (await Task.WhenAll(hanging)).ShouldAllBe(r => r.Text == "The tool took too long and was stopped.");
        stub.OnCall = null;
        (await instance.CallAsync("bad_one")).ShouldBe(("done", false));
    }

    [Theory]
    [InlineData("application/json", "", "x")]
    [InlineData("application/json", "9999999999", "x")]
    [InlineData("text/event-stream", "", "x")]
    [InlineData("text/event-stream", "", "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":1}}\n\n")]
    public async Task Call_ServerThatFloods_IsCutOff(string type, string length, string text)
    {
        stub.OnCall = async (context, _) =>
        {
            context.Response.ContentType = type;
            if (length.Length > 0)
                context.Response.Headers.ContentLength = long.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
            var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 65536 / text.Length)));
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        };

        (await instance.CallAsync("bad_one")).ShouldBe(("The server of this tool broke the call off.", true));
        await OthersWorkAsync();
        stub.OnCall = null;
        (await instance.CallAsync("bad_one", time)).ShouldBe(("done", false));
    }

    [Theory]
    [InlineData(200, "application/json", "<html>")]
    [InlineData(200, "application/json", "[]")]
    [InlineData(200, "application/json", "")]
    [InlineData(200, "application/json; charset=nonsense", "{}")]
    [InlineData(200, "application/json", """{"jsonrpc":"2.0","id":ID,"result":{"content":5}}""")]
    [InlineData(200, "application/json", """{"jsonrpc":"2.0","id":ID,"result":{"content":null}}""")]
    [InlineData(200, "application/json", """{"jsonrpc":"2.0","id":ID,"result":{"content":[null]}}""")]
    [InlineData(200, "application/json", """{"jsonrpc":"2.0","id":ID,"result":7}""")]
    [InlineData(200, "application/json", """{"jsonrpc":"2.0","id":ID,"result":{"resultType":"input_required","inputRequests":{"a":{"method":"x"}}}}""")]
    [InlineData(200, "application/json", """{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"no\u0007 entry"}}""")]
    [InlineData(200, "text/event-stream", "data: nonsense\n\n")]
    [InlineData(200, "image/png", "x")]
    [InlineData(302, "text/plain", "http://127.0.0.1/")]
    [InlineData(500, "text/plain", "stack trace of the server")]
    public async Task Call_ServerThatAnswersNonsense_IsOneClearError(int status, string type, string body)
    {
        stub.OnCall = (context, request) =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.Location = body.StartsWith("http", StringComparison.Ordinal) ? body : default;
            return context.Response.WriteAsync(body.Replace("ID", request["id"]!.ToJsonString(), StringComparison.Ordinal));
        };

        var (text, isError) = await instance.CallAsync("bad_one");

        isError.ShouldBeTrue();
        text.ShouldMatch("^The server of this tool (broke the call off\\.|gave an answer that cannot be understood\\.|refused the call: .*no entry)$");
        await OthersWorkAsync();
        instance.Logs.ShouldNotContain("failed unexpectedly");
        stub.OnCall = null;
        (await instance.CallAsync("bad_one", time)).ShouldBe(("done", false));
    }

    [Fact]
    public async Task List_WithoutEnd_IsTakenUpToItsLimit()
    {
        var page = 0;
        stub.OnList = _ => new JsonObject { ["tools"] = new JsonArray([.. Enumerable.Range(0, 10).Select(i => SidecarStub.Tool($"t{page}-{i}"))]), ["nextCursor"] = $"{++page}", ["ttlMs"] = 0, ["cacheScope"] = "private" };
        stub.NotifyChange();

        var names = await instance.UntilAsync(n => n.Contains("bad_t0-0"), () => time.Advance(TimeSpan.FromMilliseconds(300)));
        names.Count(n => n.StartsWith("bad_", StringComparison.Ordinal)).ShouldBe(256);
        names.ShouldContain("good_one");
    }

    [Theory]
    [InlineData("""{"tools":[{"name":"two","inputSchema":"nonsense"}]}""")]
    [InlineData("""{"tools":5}""")]
    [InlineData("""{}""")]
    public async Task List_ThatIsNonsense_LeavesTheLastOneInPlace(string result)
    {
        var before = stub.Lists;
        stub.OnList = _ => JsonNode.Parse(result)!.AsObject();
        stub.NotifyChange();
        await Eventually.ShouldAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(300));
            return stub.Lists > before;
        });

        var names = await instance.NamesAsync();
        names.ShouldContain("bad_one");
        names.ShouldContain("good_one");
        await OthersWorkAsync();
    }

    [Fact]
    public async Task Notifications_InMasses_CauseOneLookAtATime()
    {
        var before = stub.Lists;
        for (var i = 0; i < 1000; i++)
            stub.NotifyChange();
        // The clock stands: the first look waits for its time, and the others are the same one.
        await OthersWorkAsync();
        stub.Lists.ShouldBe(before);
        await Eventually.ShouldAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            return stub.Lists > before;
        });
        stub.Lists.ShouldBe(before + 1);
    }

    public async ValueTask DisposeAsync()
    {
        await instance.DisposeAsync();
        await stub.DisposeAsync();
        await neighbour.DisposeAsync();
    }

    private async Task OthersWorkAsync()
    {
        (await instance.CallAsync("good_one")).ShouldBe(("done", false));
        (await instance.CallAsync("document_list")).IsError.ShouldBeFalse();
    }
}
