using System.Net;

namespace Gateway.Tests.Streams;

/// <summary>Servers without a stream to GET: revision 2026-07-28 has none, and our own instance is of that kind.</summary>
public sealed class StreamSupportTests
{
    [Fact(Timeout = 60_000)]
    public async Task OwnInstance_IsKnownToHaveNoStream_WithoutBeingAsked()
    {
        await using var stage = await StreamStage.StartAsync(tenant: t => t.Spec.Instance = null);

        await using var answer = await stage.GetAsync();

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Response.Content.Headers.Allow.ShouldContain("POST");
        stage.Gateway.Cluster.ScaleCalls.ShouldBe(0);
        stage.Gateway.Streams.Open.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task AwakeInstance_IsAskedOnceAndBelievedAfterwards()
    {
        await using var stage = await StreamStage.StartAsync(tenant: t => t.Spec.Instance = null);
        stage.Server.GetStatus = 405;
        await stage.WakeAsync();

        for (var i = 0; i < 3; i++)
        {
            await using var answer = await stage.GetAsync();
            answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }

        stage.Server.Opened.Count.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task PlatformImageThatDoesHaveStreams_IsFoundOutWhileAwake_AndParksFromThenOn()
    {
        await using var stage = await StreamStage.StartAsync(tenant: t => t.Spec.Instance = null);
        await stage.WakeAsync();
        await using var first = await stage.GetAsync();
        first.Status.ShouldBe(HttpStatusCode.OK);
        await stage.UntilAttachedAsync(1);

        await stage.SleepAsync();
        await using var second = await stage.GetAsync();

        second.Status.ShouldBe(HttpStatusCode.OK);
        stage.Gateway.Streams.Open.ShouldBe(2);
    }

    [Fact(Timeout = 60_000)]
    public async Task ServerFoundToHaveNoStream_EndsTheParkedOne_AndTheNextGetIs405UntilTheImageChanges()
    {
        await using var stage = await StreamStage.StartAsync();
        stage.Server.GetStatus = 405;
        await using var parked = await stage.GetAsync();
        parked.Status.ShouldBe(HttpStatusCode.OK);

        await stage.WakeAsync();
        (await parked.NextEventAsync()).ShouldNotBeNull().ShouldStartWith("retry: ");
        (await parked.NextAsync()).ShouldBeNull();
        await stage.SleepAsync();
        await using (var known = await stage.GetAsync())
            known.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        stage.Tenant.Put(t =>
        {
            StreamStage.OwnImage(t);
            t.Spec.Instance!.Image = StreamStage.Image[..^1] + "2";
        });

        await stage.Gateway.UntilAsync(async _ =>
        {
            await using var next = await stage.GetAsync();
            return next.Status == HttpStatusCode.OK;
        });
        stage.Gateway.Cluster.ScaleWrites.ShouldBe([(stage.Tenant.Ns, 1), (stage.Tenant.Ns, 0)]);
    }
}
