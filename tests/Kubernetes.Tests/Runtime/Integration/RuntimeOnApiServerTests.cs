using System.Threading.Channels;

using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using k8s.Models;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;
using Kubernetes.Runtime.Events;
using Kubernetes.Tests.Client.Integration;
using Kubernetes.Tests.Runtime.LeaderElection;

namespace Kubernetes.Tests.Runtime.Integration;

[Trait("Tier", "Integration")]
public sealed class RuntimeOnApiServerTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Informer_RealServer_SeesCreateUpdateDelete()
    {
        using var stop = new CancellationTokenSource();
        var events = Channel.CreateUnbounded<InformerEvent<V1ConfigMap>>();
        var informer = new SharedInformer<V1ConfigMap>(server.Client, new InformerOptions<V1ConfigMap> { Namespace = server.Namespace, LabelSelector = "watched=yes" });
        informer.AddHandler(e => events.Writer.TryWrite(e));
        var running = informer.RunAsync(stop.Token);
        await informer.WaitForSyncAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);

        var item = server.ConfigMap("seen", ("k", "1"));
        item.Metadata.Labels = new Dictionary<string, string> { ["watched"] = "yes" };
        var created = await server.Client.CreateAsync(item);
        (await NextAsync(events)).ShouldSatisfyAllConditions(e => e.Type.ShouldBe(InformerEventType.Added), e => e.New!.Metadata.ManagedFields.ShouldBeNull());
        created.Data!["k"] = "2";
        await server.Client.UpdateAsync(created);
        (await NextAsync(events)).New!.Data!["k"].ShouldBe("2");
        await server.Client.DeleteAsync<V1ConfigMap>("seen", server.Namespace);
        (await NextAsync(events)).Type.ShouldBe(InformerEventType.Deleted);
        informer.Store.Count.ShouldBe(0);
        await stop.CancelAsync();
        await running.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Controller_RealServer_RepairsItsChild()
    {
        using var stop = new CancellationTokenSource();
        var registry = new InformerRegistry(server.Client);
        var parents = registry.Register(new InformerOptions<V1ConfigMap> { Namespace = server.Namespace, LabelSelector = "role=parent" });
        var children = registry.Register(new InformerOptions<V1ConfigMap> { Namespace = server.Namespace, LabelSelector = "role=child" });
        using var controller = new Controller("repair", async (key, ct) =>
        {
            if (parents.Store.Get(key) is not { } parent)
                return ReconcileOutcome.Success;
            var child = Labelled($"{key.Name}-child", "child");
            Ownership.SetControllerReference(child, parent);
            await server.Client.ApplyAsync(child, "repair", ct: ct);
            return ReconcileOutcome.Success;
        });
        controller.For(parents).Owns(children, parents);
        registry.Start(stop.Token);
        var running = controller.RunAsync(stop.Token);
        var appeared = new SemaphoreSlim(0);
        children.AddHandler(e => _ = e.Type == InformerEventType.Added ? appeared.Release() : 0);

        await server.Client.CreateAsync(Labelled("parent", "parent"));
        (await appeared.WaitAsync(s_patience)).ShouldBeTrue();
        await server.Client.DeleteAsync<V1ConfigMap>("parent-child", server.Namespace);
        (await appeared.WaitAsync(s_patience)).ShouldBeTrue("the deleted child comes back");
        await stop.CancelAsync();
        await running.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Point46_KilledLeader_IsSucceededAndNeverOverlaps()
    {
        var cut = new CuttableLock(new LeaseLock(server.Client, server.Namespace, "leader", LeaderElectionConfig.NewIdentity("first")));
        var first = new LeaderElector(Fast(cut));
        var second = new LeaderElector(Fast(new LeaseLock(server.Client, server.Namespace, "leader", LeaderElectionConfig.NewIdentity("second"))));
        using var stop = new CancellationTokenSource();
        var firstEnded = new TaskCompletionSource<long>();
        var secondBegan = new TaskCompletionSource<long>();
        first.OnStoppedLeading += () => firstEnded.TrySetResult(TimeProvider.System.GetTimestamp());
        var leading = new TaskCompletionSource();
        first.OnStartedLeading += leading.SetResult;
        second.OnStartedLeading += () => secondBegan.TrySetResult(TimeProvider.System.GetTimestamp());

        var one = first.RunUntilLeadershipLostAsync(stop.Token);
        await leading.Task.WaitAsync(s_patience);
        var two = second.RunUntilLeadershipLostAsync(stop.Token);
        cut.IsCut = true;

        var ended = await firstEnded.Task.WaitAsync(s_patience);
        var began = await secondBegan.Task.WaitAsync(s_patience);
        began.ShouldBeGreaterThan(ended);
        second.IsLeader().ShouldBeTrue();
        await stop.CancelAsync();
        await Task.WhenAll(one, two).WaitAsync(s_patience);
        (await server.Client.GetAsync<V1Lease>("leader", server.Namespace))!.Spec!.HolderIdentity.ShouldBeNullOrEmpty("released on shutdown");
    }

    [Fact]
    public async Task Point45_Event_RealServer_IsCounted()
    {
        using var recorder = new EventRecorder(server.Client);
        var about = await server.Client.CreateAsync(server.ConfigMap("noted"));
        await recorder.StartAsync(TestContext.Current.CancellationToken);
        recorder.Publish(about, EventType.Warning, "Noted", "twice");
        recorder.Publish(about, EventType.Warning, "Noted", "twice");
        using var stop = new CancellationTokenSource();
        var informer = new SharedInformer<Corev1Event>(server.Client, new InformerOptions<Corev1Event> { Namespace = server.Namespace, FieldSelector = "reason=Noted" });
        var counted = new TaskCompletionSource<Corev1Event>();
        informer.AddHandler(e => _ = e.New is { Count: 2 } written && counted.TrySetResult(written));
        var running = informer.RunAsync(stop.Token);
        (await counted.Task.WaitAsync(s_patience)).InvolvedObject.Name.ShouldBe("noted");
        await stop.CancelAsync();
        await running.WaitAsync(s_patience);
        await recorder.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<InformerEvent<V1ConfigMap>> NextAsync(Channel<InformerEvent<V1ConfigMap>> events)
        => await events.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    private static LeaderElectionConfig Fast(ILock @lock) => new(@lock)
    {
        LeaseDuration = TimeSpan.FromSeconds(3),
        RenewDeadline = TimeSpan.FromSeconds(2),
        RetryPeriod = TimeSpan.FromSeconds(0.25),
    };

    private V1ConfigMap Labelled(string name, string role)
    {
        var item = server.ConfigMap(name, ("role", role));
        item.ApiVersion = "v1";
        item.Kind = "ConfigMap";
        item.Metadata.Labels = new Dictionary<string, string> { ["role"] = role };
        return item;
    }
}
