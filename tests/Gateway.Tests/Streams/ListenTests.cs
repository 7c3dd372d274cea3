using System.Net;
using Gateway.Tests.Support;

namespace Gateway.Tests.Streams;

public sealed class ListenTests
{
    [Fact(Timeout = 60_000)]
    public async Task Subscription_SurvivesSleep_AndTheSecondAcknowledgementIsSwallowed()
    {
        await using var stage = await StreamStage.StartAsync();
        await using var stream = await stage.ListenAsync();
        (await stream.NextEventAsync()).ShouldNotBeNull().ShouldContain("acknowledged");
        stage.Server.Send("data: one\n\n");
        (await stream.NextEventAsync()).ShouldBe("data: one");

        await stage.SleepAsync();
        await stage.UntilAttachedAsync(0);
        await stage.WakeAsync();
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("data: two\n\n");

        (await stream.NextEventAsync()).ShouldBe("data: two");
        stage.Server.Opened.Count.ShouldBe(2);
        stage.Server.Opened.Select(o => o.Body).Distinct().Count().ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Subscription_WhoseServerAgreesToSomethingElseAfterTheSleep_Ends()
    {
        await using var stage = await StreamStage.StartAsync();
        await using var stream = await stage.ListenAsync();
        (await stream.NextEventAsync()).ShouldNotBeNull().ShouldContain("acknowledged");
        await stage.SleepAsync();
        stage.Server.Agreed = "{}";

        await stage.WakeAsync();

        (await stream.NextEventAsync()).ShouldNotBeNull().ShouldStartWith("retry: ");
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task FirstSubscription_WakesTheTenant_AndThenLetsItSleep()
    {
        await using var stage = await StreamStage.StartAsync();

        await using var stream = await stage.ListenAsync();
        (await stream.NextEventAsync()).ShouldNotBeNull().ShouldContain("acknowledged");

        stage.Gateway.Cluster.ScaleWrites.ShouldBe([(stage.Tenant.Ns, 1)]);
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Doors.Find("uid-acme")!.Report().Active == 0));
        await stage.SleepAsync();
        stage.Gateway.Streams.Open.ShouldBe(1);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"subscriptions/listen","method":"tools/call"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"subscriptions/listen"} {}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"tools/call","params":{"method":"subscriptions/listen"},"id":1}""")]
    [InlineData("not json")]
    public async Task BodyThatSaysSomethingElseThanItsHeader_IsAnOrdinaryCallAndArrivesWhole(string body)
    {
        string? seen = null;
        await using var stage = await StreamStage.StartAsync();
        stage.Instance.Handler = async context => seen = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        using var call = EventStream.Listen(stage.Gateway, stage.Tenant, body);

        using var answer = await stage.Gateway.Client.SendAsync(call, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        seen.ShouldBe(body);
        stage.Gateway.Streams.Open.ShouldBe(0);
    }
}
