using System.Net;
using System.Text.Json.Nodes;
using System.Threading.RateLimiting;
using Gateway.Tests.Support;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Gateway.Cluster;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Telemetry;
using McpTenants.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Cluster;

/// <summary>Wake and sleep against a real API server. There is no kubelet: the test plays it by giving a pod object its address.</summary>
[Trait("Tier", "Integration")]
public sealed class RealApiServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Herd_AtTwoReplicas_OneEffectiveScaleWrite_AndSleepIsCompareAndSwap()
    {
        using var client = await ConnectAsync();
        var ns = await NewTenantNamespaceAsync(client);
        await using var instance = await FakeInstance.StartAsync("uid-real");
        using var one = Door(client, ns);
        using var two = Door(client, ns);
        var before = await GenerationAsync(client, ns);

        var herd = Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? one : two).EnterAsync(TimeSpan.FromSeconds(60), Ct).AsTask()).ToArray();
        await UntilAsync(async () => (await client.GetScaleAsync<V1Deployment>("mcp-instance", ns, Ct)).Spec?.Replicas == 1);
        await StartPodAsync(client, ns, instance.Address);
        var admissions = await Task.WhenAll(herd);

        admissions.ShouldAllBe(a => a.Outcome == AdmissionOutcome.Admitted);
        // The generation moves with every change of the spec: exactly one write took effect.
        (await GenerationAsync(client, ns)).ShouldBe(before + 1);

        for (var i = 0; i < 200; i++)
            (i % 2 == 0 ? one : two).Leave();
        one.ConsentsToSleep().ShouldBeTrue();
        two.ConsentsToSleep().ShouldBeTrue();
        var scale = await client.GetScaleAsync<V1Deployment>("mcp-instance", ns, Ct);
        await client.PatchScaleAsync<V1Deployment>(Scale(0, scale.Metadata.ResourceVersion), "mcp-instance", ns, "mcp-sleep", Ct);
        var held = one.EnterAsync(TimeSpan.FromSeconds(60), Ct).AsTask();
        one.ConfirmSleep();
        two.ConfirmSleep();

        (await held).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        (await client.GetScaleAsync<V1Deployment>("mcp-instance", ns, Ct)).Spec!.Replicas.ShouldBe(1);
        // A sleeper with an old view loses against the wake.
        var conflict = await Should.ThrowAsync<k8s.Autorest.HttpOperationException>(
            client.PatchScaleAsync<V1Deployment>(Scale(0, scale.Metadata.ResourceVersion), "mcp-instance", ns, "mcp-sleep", Ct));
        conflict.Response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact(Timeout = 180_000)]
    public async Task WorkloadThatDoesNotExist_FailsTheWakeAtOnce()
    {
        using var client = await ConnectAsync();
        using var door = Door(client, "mcpt-" + Guid.NewGuid().ToString("n")[..8]);

        var admission = await door.EnterAsync(TimeSpan.FromSeconds(60), Ct);

        admission.Outcome.ShouldBe(AdmissionOutcome.WakeFailed);
        admission.Failure.ShouldBe(WakeFailure.NotProvisioned);
    }

    private static async Task<IKubernetesClient> ConnectAsync() =>
        new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(await McpTenants.Testing.TestCluster.GetAsync(Tier.Integration)));

    private static TenantDoor Door(IKubernetesClient client, string ns) => new("uid-real", ns, new DoorServices
    {
        Clock = new MonotonicClock(TimeProvider.System),
        Timing = new WakeTiming(),
        Limits = new WakeLimits { WaitingPerTenant = 1000, ApiTimeout = TimeSpan.FromSeconds(20) },
        Dialer = new InstanceDialer(FakeInstance.Port, TimeSpan.FromSeconds(1), TimeProvider.System),
        RaiseScale = new DeploymentScale(client).RaiseAsync,
        ReadScale = new DeploymentScale(client).ReadAsync,
        Pods = new TenantPods(client, TimeProvider.System).FollowAsync,
        LookAtWorkload = new WorkloadTrouble(client).FindAsync,
        Wakes = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 50, QueueLimit = int.MaxValue }),
        Metrics = new GatewayMetrics(),
        Log = NullLogger.Instance,
    });

    private static async Task<string> NewTenantNamespaceAsync(IKubernetesClient client)
    {
        var ns = "mcpt-" + Guid.NewGuid().ToString("n")[..8];
        await client.CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = ns } }, ct: Ct);
        var labels = new Dictionary<string, string> { ["mcptenants.dev/tenant-uid"] = "uid-real" };
        await client.CreateAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = "mcp-instance", NamespaceProperty = ns },
                Spec = new V1DeploymentSpec
                {
                    Replicas = 0,
                    // No pod of the controller's own: nothing here would run it.
                    Paused = true,
                    Selector = new V1LabelSelector { MatchLabels = labels },
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = labels },
                        Spec = new V1PodSpec { Containers = [new V1Container { Name = "mcp-instance", Image = "none" }] },
                    },
                },
            },
            ct: Ct);
        return ns;
    }

    private static async Task StartPodAsync(IKubernetesClient client, string ns, IPAddress address)
    {
        var pod = await client.CreateAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "mcp-instance-1", NamespaceProperty = ns, Labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = "mcp-instance" } },
                Spec = new V1PodSpec { NodeName = "nowhere", AutomountServiceAccountToken = false, Containers = [new V1Container { Name = "mcp-instance", Image = "none" }] },
            },
            ct: Ct);
        var status = new JsonObject { ["status"] = new JsonObject { ["phase"] = "Running", ["podIP"] = address.ToString() } };
        await client.PatchAsync<V1Pod>(new V1Patch(status.ToJsonString(), PatchType.MergePatch), pod.Metadata.Name!, ns, subresource: "status", ct: Ct);
    }

    private static V1Patch Scale(int replicas, string? version) => new(
        new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["spec"] = new JsonObject { ["replicas"] = replicas } }.ToJsonString(),
        PatchType.MergePatch);

    private static async Task<long> GenerationAsync(IKubernetesClient client, string ns) =>
        (await client.GetAsync<V1Deployment>("mcp-instance", ns, Ct))!.Metadata.Generation ?? 0;

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
    }
}
