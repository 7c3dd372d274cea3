using System.Net;
using Gateway.Tests.Support;

namespace Gateway.Tests.Streams;

public sealed class ReconnectTests
{
    [Theory(Timeout = 240_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnHourOfGetsEverySecond_WakesNobody(bool ownImage)
    {
        await using var stage = await StreamStage.StartAsync(o => o with { StreamsPerTenant = 3600 }, tenant: t => t.Spec.Instance = ownImage ? t.Spec.Instance : null);
        var token = stage.Gateway.Issuer.Token(stage.Tenant.Audience, lifetimeSeconds: 3660);

        for (var second = 0; second < 3600; second++)
        {
            await using (var stream = await EventStream.OpenAsync(stage.Gateway, EventStream.Get(stage.Gateway, stage.Tenant, token)))
                stream.Status.ShouldBe(ownImage ? HttpStatusCode.OK : HttpStatusCode.MethodNotAllowed);
            stage.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Streams.Open == 0));
        stage.Gateway.Cluster.ScaleCalls.ShouldBe(0);
        stage.Gateway.Cluster.Pods.Watches.ShouldBe(0);
        stage.Server.Opened.ShouldBeEmpty();
    }
}
