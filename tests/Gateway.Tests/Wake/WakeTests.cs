using System.Net;
using Gateway.Tests.Support;
using k8s.Models;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Testing;

namespace Gateway.Tests.Wake;

public sealed class WakeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("ImagePullBackOff", 0, "wake_image_pull")]
    [InlineData("CreateContainerConfigError", 0, "wake_container_config")]
    [InlineData("CrashLoopBackOff", 2, "wake_crash_loop")]
    public async Task PodThatCannotStart_FailsEveryWaiterAtOnceWithTheReason(string waiting, int restarts, string reason)
    {
        // The back-off does not pass on a slow machine.
        await using var gateway = await GatewayUnderTest.StartAsync(time: StandingClock());
        var acme = await gateway.AddServedTenantAsync("acme");
        var calls = Enumerable.Range(0, 20).Select(_ => gateway.SendAsync(acme)).ToArray();
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Held == 20 && g.Cluster.ReplicasOf(acme.Ns) == 1));

        acme.StartPod(p => p.Status!.ContainerStatuses =
        [
            new V1ContainerStatus { Name = "mcp-instance", RestartCount = restarts, State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = waiting } } },
        ]);
        var answers = await Task.WhenAll(calls);
        using var later = await gateway.SendAsync(acme);

        foreach (var answer in answers.Append(later))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
            (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain(reason);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task UnschedulablePod_FailsFast()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var acme = await gateway.AddServedTenantAsync("acme");
        var call = gateway.SendAsync(acme);
        await gateway.UntilAsync(g => Task.FromResult(g.Cluster.ReplicasOf(acme.Ns) == 1));

        acme.StartPod(p => p.Status!.Conditions = [new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "Unschedulable" }]);

        (await (await call).Content.ReadAsStringAsync(Ct)).ShouldContain("wake_unschedulable");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("pods \"mcp-instance-1\" is forbidden: exceeded quota: mcp-limits, requested: pods=1, used: pods=2, limited: pods=2", "wake_quota_exceeded")]
    [InlineData("admission webhook \"policy.example\" denied the request", "wake_pod_refused")]
    public async Task NoPodIsMade_FailsFastWithTheReason(string message, string reason)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var acme = await gateway.AddServedTenantAsync("acme");
        var call = gateway.SendAsync(acme);
        await gateway.UntilAsync(g => Task.FromResult(g.Cluster.ReplicasOf(acme.Ns) == 1));

        gateway.Cluster.Workloads[acme.Ns] = new V1DeploymentStatus { Conditions = [new V1DeploymentCondition { Type = "ReplicaFailure", Status = "True", Reason = "FailedCreate", Message = message }] };

        (await (await call).Content.ReadAsStringAsync(Ct)).ShouldContain(reason);
        (await gateway.AdminAsync(HttpMethod.Get, "/admin/tenants/uid-acme")).Body.ShouldContain("FailedCreate");
    }

    [Fact(Timeout = 60_000)]
    public async Task MoreTenantsThanMayWakeAtOnce_WaitInLine()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(o => o with { ConcurrentWakes = 1 });
        await using var instance = await FakeInstance.StartAsync("uid-globex");
        var acme = await gateway.AddServedTenantAsync("acme");
        var globex = await gateway.AddServedTenantAsync("globex", instance);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var first = gateway.Client.SendAsync(gateway.Call(acme), leave.Token);
        await gateway.UntilAsync(g => Task.FromResult(g.Cluster.ReplicasOf(acme.Ns) == 1));
        var second = gateway.SendAsync(globex);
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Held == 2));
        gateway.Cluster.ReplicasOf(globex.Ns).ShouldBe(0);

        // The first fails, and its turn ends.
        acme.StartPod(p => p.Status!.Conditions = [new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "Unschedulable" }]);

        (await second).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await first).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("0/1 nodes are available: 1 pod has unbound immediate PersistentVolumeClaims.")]
    [InlineData("persistentvolumeclaim \"mcp-data\" not found")]
    public async Task PodThatAwaitsItsVolume_IsWaitedFor(string message)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme");
        var call = gateway.SendAsync(acme);
        await gateway.UntilAsync(g => Task.FromResult(g.Cluster.ReplicasOf(acme.Ns) == 1));

        var pod = acme.StartPod(p => p.Status!.Conditions = [new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = message }]);
        gateway.Cluster.Pods.Put(pod with { Metadata = pod.Metadata with { }, Status = new V1PodStatus { PodIP = instance.Address.ToString() } });

        (await call).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact(Timeout = 60_000)]
    public async Task ApiServerFailsOnce_TheWakeGoesOn()
    {
        // Nor does the patience with the API server.
        await using var gateway = await GatewayUnderTest.StartAsync(time: StandingClock());
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        var faults = 3;
        gateway.Cluster.ScaleFault = () =>
        {
            if (--faults == 0)
                gateway.Cluster.ScaleFault = null;
            return new HttpRequestException("connection reset");
        };

        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact(Timeout = 60_000)]
    public async Task ApiServerAway_AsleepTenantsGet503_AwakeOnesKeepWorking()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        var globex = await gateway.AddServedTenantAsync("globex");
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);

        gateway.Cluster.ScaleFault = () => new HttpRequestException("connection refused");
        using var asleep = await gateway.SendAsync(globex);
        using var awake = await gateway.SendAsync(acme);

        asleep.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        asleep.Headers.RetryAfter.ShouldNotBeNull();
        (await asleep.Content.ReadAsStringAsync(Ct)).ShouldContain("api_unavailable");
        awake.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact(Timeout = 60_000)]
    public async Task PodThatNeverComes_EndsInTheDeadlineWith503()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(o => o with { WakeDeadline = TimeSpan.FromSeconds(1) });
        var acme = await gateway.AddServedTenantAsync("acme");

        using var answer = await gateway.SendAsync(acme);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        gateway.Doors.Held.ShouldBe(0);
        await gateway.UntilAsync(g => Task.FromResult(g.Cluster.Pods.Watches == 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task ClientsThatLeave_LeaveNothingBehind()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var acme = await gateway.AddServedTenantAsync("acme");
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var calls = Enumerable.Range(0, 10).Select(_ => gateway.Client.SendAsync(gateway.Call(acme), leave.Token)).ToArray();
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Held == 10));

        await leave.CancelAsync();

        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Held == 0));
        gateway.Doors.Find("uid-acme")!.Report().Active.ShouldBe(0);
        foreach (var call in calls)
            await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Fact(Timeout = 60_000)]
    public async Task PodOfAnotherTenantAtTheAddress_IsNeverSentARequest()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var stranger = await FakeInstance.StartAsync("uid-globex");
        var acme = await gateway.AddServedTenantAsync("acme", stranger);
        var call = gateway.SendAsync(acme);
        await gateway.UntilAsync(g => Task.FromResult(g.Cluster.Pods.List(acme.Ns).Count == 1));

        // Now the pod that the address was promised to arrives elsewhere.
        await using var own = await FakeInstance.StartAsync("uid-acme");
        acme.Address = own.Address;
        acme.StartPod();

        (await (await call).Content.ReadAsStringAsync(Ct)).ShouldBe("from uid-acme");
        stranger.Calls.ShouldBe(0);
    }

    [Fact(Timeout = 120_000)]
    public async Task AddressThatGoesToAnotherTenant_GetsNoByteOfTheFormerOne()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var address = FakeInstance.NextAddress();
        var first = await FakeInstance.StartAsync("uid-acme", address: address);
        var acme = await gateway.AddServedTenantAsync("acme", first);
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // The pod dies and its address is taken by a neighbour before any watch tells.
        await first.DisposeAsync();
        await using var neighbour = await FakeInstance.StartAsync("uid-globex", address: address);
        var call = gateway.SendAsync(acme);
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Held == 1));
        await using var next = await FakeInstance.StartAsync("uid-acme");
        acme.Address = next.Address;
        acme.StopPods();
        acme.StartPod();

        (await (await call).Content.ReadAsStringAsync(Ct)).ShouldBe("from uid-acme");
        neighbour.Calls.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task PodThatGoesAway_IsReplacedWithoutAFailedCall()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var first = await FakeInstance.StartAsync("uid-acme");
        await using var second = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", first);
        (await gateway.SendAsync(acme)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var pod = gateway.Cluster.Pods.List(acme.Ns).Single();
        gateway.Cluster.Pods.Put(pod with { Metadata = pod.Metadata with { DeletionTimestamp = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc) } });
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Find("uid-acme")!.Report().Phase != TenantPhase.Awake));
        acme.Address = second.Address;
        var call = gateway.SendAsync(acme);
        acme.StartPod();

        (await call).StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Calls.ShouldBe(1);
    }

    private static ManualTimeProvider StandingClock() => new(TimeProvider.System.GetUtcNow());
}
