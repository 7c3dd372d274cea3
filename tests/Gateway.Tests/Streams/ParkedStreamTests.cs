using System.Net;
using Gateway.Tests.Support;

namespace Gateway.Tests.Streams;

public sealed class ParkedStreamTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Get_AtASleepingTenant_ParksAtOnceAndWakesNobody()
    {
        await using var stage = await StreamStage.StartAsync();

        await using var stream = await stage.GetAsync();

        stream.Status.ShouldBe(HttpStatusCode.OK);
        stream.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        (await stream.NextAsync()).ShouldBe(": keepalive");
        stage.Gateway.Cluster.ScaleCalls.ShouldBe(0);
        stage.Gateway.Cluster.Pods.Watches.ShouldBe(0);
        stage.Server.Opened.ShouldBeEmpty();
    }

    [Fact(Timeout = 60_000)]
    public async Task ParkedStream_GetsWhatTheServerSendsAfterTheNextWake()
    {
        await using var stage = await StreamStage.StartAsync();
        await using var stream = await stage.GetAsync();

        await stage.WakeAsync();
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("data: hello\n\n");

        (await stream.NextEventAsync()).ShouldBe("data: hello");
        stage.Gateway.Cluster.ScaleWrites.Count.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task AttachedStream_LetsTheTenantSleep_AndResumesAfterTheNextWakeWhereItWas()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("id: 41\ndata: one\n\n");
        (await stream.NextEventAsync()).ShouldBe("id: 41\ndata: one");

        await stage.SleepAsync();
        await stage.UntilAttachedAsync(0);
        await stage.WakeAsync();
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("id: 42\ndata: two\n\n");

        (await stream.NextEventAsync()).ShouldBe("id: 42\ndata: two");
        stage.Server.Opened.Select(o => (o.Method, o.LastEventId)).ShouldBe([("GET", ""), ("GET", "41")]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stream_IsNoActivity()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);
        stage.Time.Advance(TimeSpan.FromSeconds(100));
        stage.Server.Send("data: one\n\n");
        (await stream.NextEventAsync()).ShouldBe("data: one");

        var report = stage.Gateway.Doors.Find("uid-acme")!.Report();

        report.Active.ShouldBe(0);
        report.Idle.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(100));
    }

    [Fact(Timeout = 60_000)]
    public async Task KeepAwake_AnAttachedStreamForbidsSleep()
    {
        await using var stage = await StreamStage.StartAsync(tenant: t => t.Spec.Scaling = new() { Streams = McpTenants.Api.StreamMode.KeepAwake });
        await stage.WakeAsync();
        var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);

        var during = await stage.Gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain");
        (await stage.Gateway.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme")).Body.ShouldContain("\"active\":1");
        await stream.DisposeAsync();
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Streams.Open == 0));
        var after = await stage.Gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain");

        during.Status.ShouldBe(HttpStatusCode.Conflict);
        after.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact(Timeout = 60_000)]
    public async Task SleepOfWhichNobodyTellsTheOutcome_GivesTheStreamBackWhenTheLeaseEnds()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);
        (await stage.Gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.OK);
        await stage.UntilAttachedAsync(0);
        stage.Gateway.Cluster.ScaleFault = () => Support.FakeCluster.Failure(HttpStatusCode.ServiceUnavailable);
        await stage.Gateway.UntilAsync(g =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(stage.Time.GetElapsedTime(0) > TimeSpan.FromSeconds(30));
        });
        stage.Server.Open.ShouldBe(0);

        stage.Gateway.Cluster.ScaleFault = null;
        await stage.Gateway.UntilAsync(_ =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(stage.Server.Open == 1);
        });
        stage.Server.Send("data: back\n\n");

        (await stream.NextEventAsync()).ShouldBe("data: back");
        stage.Gateway.Cluster.ScaleWrites.Count.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task SleepThatHappenedWithoutAWord_IsFoundWhenTheLeaseEnds()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        (await stage.Gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.OK);
        stage.Gateway.Cluster.SetScale(stage.Tenant.Ns, 0);

        await stage.Gateway.UntilAsync(g =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(g.Doors.Find("uid-acme")!.Report().Phase == McpTenants.Gateway.Lifecycle.TenantPhase.Asleep);
        });

        stage.Server.Open.ShouldBe(0);
        stage.Gateway.Streams.Open.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task SleepThatIsAborted_GivesTheStreamBack()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);

        (await stage.Gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.OK);
        await stage.UntilAttachedAsync(0);
        await stage.Gateway.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/abort");
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("data: back\n\n");

        (await stream.NextEventAsync()).ShouldBe("data: back");
    }

    [Fact(Timeout = 60_000)]
    public async Task PodThatBreaksOffInTheMiddleOfAnEvent_LeavesNoHalfEventBehind()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("data: whole\n\ndata: ha");
        (await stream.NextEventAsync()).ShouldBe("data: whole");

        await stage.SleepAsync();
        await stage.WakeAsync();
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("data: next\n\n");

        (await stream.NextEventAsync()).ShouldBe("data: next");
    }

    [Fact(Timeout = 60_000)]
    public async Task PodThatDies_LeavesTheStreamOpenForTheNextPod()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);

        await using var next = await FakeInstance.StartAsync("uid-acme", stage.Server.HandleAsync);
        stage.Tenant.Address = next.Address;
        stage.Tenant.StopPods();
        await stage.Instance.DisposeAsync();
        stage.Tenant.StartPod();
        await stage.WakeAsync();
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("data: new\n\n");

        (await stream.NextEventAsync()).ShouldBe("data: new");
    }

    [Fact(Timeout = 60_000)]
    public async Task StreamThatTheServerEnds_EndsForTheClient()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);

        stage.Server.Send("data: last\n\n");
        stage.Server.Finish();

        (await stream.NextEventAsync()).ShouldBe("data: last");
        (await stream.NextEventAsync()).ShouldBeNull();
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Streams.Open == 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task ClientThatLeavesWhileParked_LeavesNothingBehind()
    {
        await using var stage = await StreamStage.StartAsync();
        var stream = await stage.GetAsync();
        stage.Gateway.Streams.Open.ShouldBe(1);

        await stream.DisposeAsync();

        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Streams.Open == 0));
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Metrics.StreamEnds.Of("client_left") == 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task Get_WithoutACredential_IsRefused()
    {
        await using var stage = await StreamStage.StartAsync();
        using var get = EventStream.Get(stage.Gateway, stage.Tenant);
        get.Headers.Authorization = null;

        using var answer = await stage.Gateway.Client.SendAsync(get, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        stage.Gateway.Streams.Open.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task ErrorOfAnAwakeServer_ReachesTheClientAsItIs()
    {
        await using var stage = await StreamStage.StartAsync();
        stage.Server.GetStatus = 404;
        await stage.WakeAsync();

        await using var stream = await stage.GetAsync();

        stream.Status.ShouldBe(HttpStatusCode.NotFound);
        (await stream.RestAsync()).ShouldBe("no stream");
    }

    [Fact(Timeout = 60_000)]
    public async Task StreamAtAReplicaThatDidNotWakeTheTenant_IsAttachedWithoutATouchOfTheScale()
    {
        await using var stage = await StreamStage.StartAsync();
        await using var other = await GatewayUnderTest.StartAsync(cluster: stage.Gateway.Cluster, issuer: stage.Gateway.Issuer);
        await using var stream = await EventStream.OpenAsync(other, EventStream.Get(other, stage.Tenant));
        other.Doors.Find("uid-acme")!.Report().Phase.ShouldBe(McpTenants.Gateway.Lifecycle.TenantPhase.Unknown);

        await stage.WakeAsync();
        var scaleCalls = stage.Gateway.Cluster.ScaleCalls;
        // What the operator writes when it sees the pod.
        stage.Tenant.Put(t =>
        {
            StreamStage.OwnImage(t);
            t.Status!.Phase = McpTenants.Api.TenantPhase.Ready;
        });
        await stage.UntilAttachedAsync(1);
        stage.Server.Send("data: hello\n\n");

        (await stream.NextEventAsync()).ShouldBe("data: hello");
        (await other.AdminAsync(HttpMethod.Post, "/admin/tenants/uid-acme/drain")).Status.ShouldBe(HttpStatusCode.OK);
        await stage.UntilAttachedAsync(0);
        stage.Gateway.Cluster.ScaleCalls.ShouldBe(scaleCalls);
    }
}
