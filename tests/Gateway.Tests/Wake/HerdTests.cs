using System.Net;
using Gateway.Tests.Support;
using McpTenants.Testing;

namespace Gateway.Tests.Wake;

public sealed class HerdTests
{
    [Fact(Timeout = 60_000)]
    public async Task ColdCall_WakesForwardsAndTellsItsPhases()
    {
        // The clock stands: on a slow machine no attempt to reach the pod runs out of time, which would make the second call wait for a wake too.
        await using var gateway = await GatewayUnderTest.StartAsync(time: new ManualTimeProvider(TimeProvider.System.GetUtcNow()));
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);

        using var cold = await gateway.SendAsync(acme);
        using var warm = await gateway.SendAsync(acme);

        cold.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await cold.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("from uid-acme");
        cold.Headers.GetValues("Server-Timing").Single().ShouldContain("first_byte;dur=");
        warm.Headers.Contains("Server-Timing").ShouldBeFalse();
        gateway.Cluster.ScaleWrites.ShouldBe([("mcpt-acme", 1)]);
    }

    [Fact(Timeout = 120_000)]
    public async Task Herd_OfAThousandCallsAtTwoReplicas_OneEffectiveScaleWriteAndNoFailure()
    {
        var cluster = new FakeCluster();
        var issuer = new TokenIssuer();
        await using var one = await GatewayUnderTest.StartAsync(o => o with { WaitingPerTenant = 1000 }, cluster, issuer);
        await using var two = await GatewayUnderTest.StartAsync(o => o with { WaitingPerTenant = 1000 }, cluster, issuer);
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        instance.Ready = false;
        var acme = await one.AddServedTenantAsync("acme", instance);
        await two.UntilAsync(async g => (await g.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme")).Status == HttpStatusCode.OK);

        var calls = Enumerable.Range(0, 1000).Select(i => (i % 2 == 0 ? one : two).SendAsync(acme)).ToArray();
        await one.UntilAsync(_ => Task.FromResult(one.Doors.Held + two.Doors.Held == 1000));
        instance.Ready = true;
        var answers = await Task.WhenAll(calls);

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        cluster.ScaleWrites.ShouldBe([("mcpt-acme", 1)]);
        instance.Calls.ShouldBe(1000);
    }

    [Fact(Timeout = 60_000)]
    public async Task Queue_BeyondItsLimit_RefusesTheRestAtOnce()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(o => o with { WaitingPerTenant = 10 });
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        instance.Ready = false;
        var acme = await gateway.AddServedTenantAsync("acme", instance);

        var calls = Enumerable.Range(0, 30).Select(_ => gateway.SendAsync(acme)).ToArray();
        await gateway.UntilAsync(_ => Task.FromResult(calls.Count(c => c.IsCompleted) == 20));
        instance.Ready = true;
        var answers = await Task.WhenAll(calls);

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(10);
        var refused = answers.Where(a => a.StatusCode == HttpStatusCode.ServiceUnavailable).ToArray();
        refused.Length.ShouldBe(20);
        refused.ShouldAllBe(a => a.Headers.RetryAfter!.Delta == TimeSpan.FromSeconds(1));
        gateway.Doors.Held.ShouldBe(0);
    }
}
