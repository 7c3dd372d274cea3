using System.Net;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Streams;

public sealed class ListenTests
{
    [Fact(Timeout = 60_000)]
    public async Task Subscription_SurvivesSleep_AndTheSecondAcknowledgementIsSwallowed()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
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
        await stage.WakeAsync();
        await using var stream = await stage.ListenAsync();
        (await stream.NextEventAsync()).ShouldNotBeNull().ShouldContain("acknowledged");
        await stage.SleepAsync();
        stage.Server.Agreed = "{}";

        await stage.WakeAsync();

        (await stream.NextEventAsync()).ShouldNotBeNull().ShouldStartWith("retry: ");
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task FirstSubscription_AtASleepingTenant_WakesNobodyAndIsAcknowledgedAfterTheNextWake()
    {
        await using var stage = await StreamStage.StartAsync();

        await using var stream = await stage.ListenAsync();
        (await stream.NextAsync()).ShouldBe(": keepalive");
        stage.Gateway.Cluster.ScaleCalls.ShouldBe(0);
        stage.Server.Opened.ShouldBeEmpty();
        await stage.WakeAsync();

        (await stream.NextEventAsync()).ShouldNotBeNull().ShouldContain("acknowledged");
        stage.Gateway.Cluster.ScaleWrites.ShouldBe([(stage.Tenant.Ns, 1)]);
        stage.Server.Send("data: one\n\n");
        (await stream.NextEventAsync()).ShouldBe("data: one");
        await stage.SleepAsync();
        await stage.UntilAttachedAsync(0);
        stage.Gateway.Streams.Open.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task ParkedSubscription_ThatTheServerRefuses_GetsItsAnswerAsAnEvent()
    {
        await using var stage = await StreamStage.StartAsync();
        await using var stream = await stage.ListenAsync();
        stage.Instance.Handler = async context =>
        {
            context.Response.StatusCode = 404;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"jsonrpc\":\"2.0\",\n\"id\":7,\"error\":{\"code\":-32601,\"message\":\"no\"}}", context.RequestAborted);
        };

        using var wake = await stage.Gateway.SendAsync(stage.Tenant);

        (await stream.NextEventAsync()).ShouldBe("""data: {"jsonrpc":"2.0", "id":7,"error":{"code":-32601,"message":"no"}}""");
        (await stream.NextAsync()).ShouldBeNull();
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
