using System.Collections.Concurrent;
using System.Net;
using Gateway.Tests.Support;
using McpTenants.Gateway.Lifecycle;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Wake;

public sealed class SleepTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Drain_WhileACallRuns_IsVetoed()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", _ => release.Task);
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        var call = gateway.SendAsync(acme);
        await gateway.UntilAsync(_ => Task.FromResult(instance.Calls == 1));

        var during = await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain");
        var status = await gateway.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme");
        release.SetResult();
        (await call).StatusCode.ShouldBe(HttpStatusCode.OK);
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Find("uid-acme")!.Report().Active == 0));
        var after = await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain");

        during.Status.ShouldBe(HttpStatusCode.Conflict);
        status.Body.ShouldContain("\"state\":\"Awake\",\"active\":1");
        after.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact(Timeout = 60_000)]
    public async Task CallAfterConsent_IsHeldUntilTheOutcome_Abort()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.OK);

        var held = gateway.SendAsync(acme);
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Held == 1));
        instance.Calls.ShouldBe(1);
        (await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.Conflict);
        await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/abort");

        (await held).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Cluster.ScaleWrites.Count.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task CallAfterConsent_AndTheSleepHappensWithoutAWord_IsWokenByTheScaleItself()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var seen = gateway.Cluster.ScaleVersionOf(acme.Ns);
        (await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.OK);

        var held = gateway.SendAsync(acme);
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Held == 1));
        gateway.Cluster.TrySleep(acme.Ns, seen).ShouldBeTrue();

        (await held).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Cluster.ScaleWrites.ShouldBe([(acme.Ns, 1), (acme.Ns, 0), (acme.Ns, 1)]);
    }

    [Fact(Timeout = 60_000)]
    public async Task ConsentWithoutNews_EndsWithItsLease()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.OK);

        using var held = await gateway.SendAsync(acme);

        held.StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Cluster.ScaleWrites.Count.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task AsleepTenant_HasNoWatchAndItsNextCallWakesIt()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await gateway.SleepAsync(acme);

        await gateway.UntilAsync(g => Task.FromResult(g.Cluster.Pods.Watches == 0));
        (await gateway.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme")).Body.ShouldContain("\"state\":\"Asleep\"");
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Cluster.ReplicasOf(acme.Ns).ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task CallWhosePodLeavesWhileItsConnectionOpens_IsHeldForTheNextPod()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var leaving = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            await release.Task;
            await c.Response.WriteAsync("leaving");
        });
        await using var next = await FakeInstance.StartAsync("uid-acme", c => c.Response.WriteAsync("next"));
        var acme = await gateway.AddServedTenantAsync("acme", leaving);
        var running = gateway.SendAsync(acme);
        await gateway.UntilAsync(_ => Task.FromResult(leaving.Calls == 1));
        leaving.IdentityGate = gate.Task;
        var asked = leaving.Questions;
        var opening = gateway.SendAsync(acme);
        await gateway.UntilAsync(_ => Task.FromResult(leaving.Questions > asked));

        acme.Address = next.Address;
        acme.StopPods();
        acme.StartPod();

        using var answer = await opening;
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("next");
        release.SetResult();
        (await (await running).Content.ReadAsStringAsync(Ct)).ShouldBe("leaving");
        gate.SetResult();
    }

    [Fact(Timeout = 60_000)]
    public async Task TwoReplicas_BothConsent_OneWakesBehindTheOthersBack_NobodyIsStranded()
    {
        var cluster = new FakeCluster();
        var issuer = new TokenIssuer();
        await using var one = await GatewayUnderTest.StartAsync(cluster: cluster, issuer: issuer);
        await using var two = await GatewayUnderTest.StartAsync(cluster: cluster, issuer: issuer);
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await one.AddServedTenantAsync("acme", instance);
        await two.UntilAsync(async g => (await g.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme")).Status == HttpStatusCode.OK);
        (await one.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await two.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var failures = new ConcurrentQueue<string>();
        var slept = 0;
        // Every round starts at rest, however slow the machine, and lets calls and the sleep run into each other.
        for (var round = 0; slept < 20; round++)
        {
            var calls = Enumerable.Range(0, 8).Select(i => CallAsync(i % 2 == 0 ? one : two, TimeSpan.FromMilliseconds(((i * 7) + (round * 3)) % 11))).ToArray();
            var seen = cluster.ScaleVersionOf(acme.Ns);
            var acks = await Task.WhenAll(
                one.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain"), two.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain"));
            var all = acks.All(a => a.Status == HttpStatusCode.OK) && cluster.ReplicasOf(acme.Ns) == 1 && cluster.TrySleep(acme.Ns, seen);
            await Task.WhenAll(
                one.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/" + (all ? "asleep" : "abort")),
                two.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/" + (all ? "asleep" : "abort")));
            slept += all ? 1 : 0;
            await Task.WhenAll(calls);
        }

        failures.ShouldBeEmpty($"one:\n{one.Log.Text}\ntwo:\n{two.Log.Text}");

        async Task CallAsync(GatewayUnderTest gateway, TimeSpan after)
        {
            await Task.Delay(after, TimeProvider.System, Ct);
            using var answer = await gateway.SendAsync(acme);
            if (answer.StatusCode != HttpStatusCode.OK)
                failures.Enqueue($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Report_OfATenantNeverSeen_IsIdleOnlySinceThisReplicaStarted()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await gateway.AddServedTenantAsync("acme");

        var report = gateway.Doors.Of("uid-acme", "mcpt-acme").Report();

        report.Phase.ShouldBe(TenantPhase.Unknown);
        report.Idle.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        (await gateway.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme")).Body.ShouldContain("\"lastActivity\":null");
    }
}
