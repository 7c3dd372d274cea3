using System.Globalization;
using Instance.Tests.Support;
using McpTenants.Instance.Connectors.Credentials;
using Microsoft.AspNetCore.Http;

namespace Instance.Tests.Connectors;

public sealed class UpstreamServiceTests
{
    private const string Get = """{"get":{}}""";

    [Fact]
    public async Task Redirect_WithinTheOrigin_IsFollowedWithTheCredential()
    {
        await using var upstream = await RecordingUpstream.StartAsync(async (context, request) =>
        {
            if (request.Target == "/a")
                context.Response.Redirect("/b?c=1");
            else
                await context.Response.WriteAsJsonAsync(new { at = request.Target });
        });

        (await Call(upstream, Key("secret-key"))).ShouldBe(("""{"at":"/b?c=1"}""", false));
        upstream.Requests.ShouldAllBe(r => r.Headers["X-Key"] == "secret-key");
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_IsNotFollowedAndLearnsNothing()
    {
        await using var other = await RecordingUpstream.StartAsync();
        await using var upstream = await RecordingUpstream.StartAsync((context, _) =>
        {
            context.Response.Redirect(other.Url + "/a");
            return Task.CompletedTask;
        });

        (await Call(upstream, Key("secret-key"))).ShouldBe(("The service redirects to another host, which is not followed.", true));
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Redirect_InCircles_Ends()
    {
        await using var upstream = await RecordingUpstream.StartAsync((context, _) =>
        {
            context.Response.Redirect("/a");
            return Task.CompletedTask;
        });

        (await Call(upstream)).Text.ShouldBe("The service redirects too often.");
        upstream.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("get", 503, 3)]
    [InlineData("put", 429, 3)]
    [InlineData("delete", 504, 3)]
    [InlineData("post", 503, 1)]
    [InlineData("patch", 429, 1)]
    [InlineData("get", 500, 1)]
    public async Task Retry_OnlyWhereItIsSafe_HappensTwiceAtMost(string method, int status, int requests)
    {
        await using var upstream = await RecordingUpstream.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var (text, isError) = await Call(upstream, operation: "{\"" + method + "\":{}}");

        text.ShouldStartWith($"The service answered {status.ToString(CultureInfo.InvariantCulture)} ");
        (isError, upstream.Requests.Count).ShouldBe((true, requests));
    }

    [Fact]
    public async Task Retry_ServiceThatAsksForLongPatience_IsPassedOn()
    {
        await using var upstream = await RecordingUpstream.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });

        (await Call(upstream)).Text.ShouldStartWith("The service answered 429 TooManyRequests");
        upstream.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Answer_LargerThanAllowed_IsAnErrorThatSaysSo()
    {
        await using var upstream = await RecordingUpstream.StartAsync((context, _) =>
        {
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync(new string('x', 5000));
        });

        var (text, isError) = await Fixtures.Tools(Fixtures.Document("/a", Get), upstream.Url, change: c => c.MaxResponseBytes = 4096).Single().CallAsync();

        (text, isError).ShouldBe(("The answer of the service is larger than 4096 bytes. Ask for less, for example for a smaller page.", true));
    }

    [Theory]
    [InlineData("application/json", "[1,2]", "{\"result\":[1,2]}")]
    [InlineData("application/problem+json", "{\"a\":1}", "{\"a\":1}")]
    [InlineData("application/json", "not json", "not json")]
    [InlineData("text/csv", "a;b", "a;b")]
    [InlineData("image/png", "xyz", "The service answered with 3 bytes of image/png, which are not shown.")]
    [InlineData("text/plain", "", "The service answered 200 OK without content.")]
    public async Task Answer_EachKindOfContent_IsShownAsFarAsItCan(string type, string body, string shown)
    {
        await using var upstream = await RecordingUpstream.StartAsync((context, _) =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body);
        });

        (await Call(upstream)).ShouldBe((shown, false));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task Answer_ThatEchoesTheCredential_DoesNotShowIt(int status)
    {
        await using var upstream = await RecordingUpstream.StartAsync((context, request) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsJsonAsync(new { you = "sent " + request.Headers["X-Key"] });
        });

        var (text, _) = await Call(upstream, Key("secret-key"));

        text.ShouldContain("sent ***");
        text.ShouldNotContain("secret-key");
    }

    [Fact]
    public async Task Call_ServiceThatIsDown_SaysSoWithoutItsAddress()
    {
        var upstream = await RecordingUpstream.StartAsync();
        var url = upstream.Url;
        await upstream.DisposeAsync();

        (await Fixtures.Tools(Fixtures.Document("/a", Get), url).Single().CallAsync()).ShouldBe(("The service cannot be reached.", true));
    }

    [Fact]
    public async Task Call_ServiceThatHangs_EndsAtTheTimeout()
    {
        var time = new SteppingTime(TokenForge.Start);
        await using var upstream = await RecordingUpstream.StartAsync(async (context, _) =>
        {
            time.Advance(TimeSpan.FromSeconds(31));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        (await Fixtures.Tools(Fixtures.Document("/a", Get), upstream.Url, time: time).Single().CallAsync()).ShouldBe(("The service did not answer within 30 s.", true));
    }

    private static FixedCredential Key(string key) => new("key", () => new SecretHeader("X-Key", key, key));

    private static Task<(string Text, bool IsError)> Call(RecordingUpstream upstream, ICredential? credential = null, string operation = Get) =>
        Fixtures.Tools(Fixtures.Document("/a", operation), upstream.Url, credential).Single().CallAsync();
}
