using System.Net;
using k8s.Models;
using Kubernetes.Runtime.Events;
using Kubernetes.Tests.Runtime.Fakes;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime.Events;

public sealed class EventRecorderTests
{
    private static readonly V1Namespace s_item = new() { Metadata = new V1ObjectMeta { Name = "acme", Uid = "u" } };
    private static readonly EventNote s_note = new(new V1ObjectReference { Kind = "Namespace", Name = "acme", Uid = "u" }, EventType.Normal, "Ready", "It is ready");
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Point45_EqualNotes_AreOneEventWithACount()
    {
        var correlator = new EventCorrelator(new EventRecorderOptions(), _time);
        var first = correlator.Correlate(s_note)!.Value;
        correlator.Written(first.Key, first.Event);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = correlator.Correlate(s_note)!.Value;

        second.Event.Metadata.Name.ShouldBe(first.Event.Metadata.Name);
        second.Event.Count.ShouldBe(2);
        second.Event.LastTimestamp.ShouldBe(first.Event.LastTimestamp!.Value.AddMinutes(1));
        first.Event.Metadata.NamespaceProperty.ShouldBe("default", "cluster-scoped objects have their events there");
    }

    [Fact]
    public void Point45_ManyTextsOfOneReason_AreCombined()
    {
        var correlator = new EventCorrelator(new EventRecorderOptions { Burst = 1000 }, _time);
        var names = new HashSet<string>();
        for (var i = 0; i < 50; i++)
        {
            var (key, written) = correlator.Correlate(s_note with { Message = $"text {i}" })!.Value;
            correlator.Written(key, written);
            names.Add(written.Metadata.Name!);
        }

        names.Count.ShouldBe(11, "ten of their own and one for all others");
    }

    [Fact]
    public void Point45_OneObject_GetsALimitedNumber()
    {
        var correlator = new EventCorrelator(new EventRecorderOptions(), _time);
        Enumerable.Range(0, 100).Count(_ => correlator.Correlate(s_note) is not null).ShouldBe(25);
        _time.Advance(TimeSpan.FromMinutes(5));
        Enumerable.Range(0, 100).Count(_ => correlator.Correlate(s_note) is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Point45_FailingWrite_NeverReachesTheReconcile()
    {
        using var api = new FakeApi();
        api.CallFaults.Enqueue(FakeApi.Error(HttpStatusCode.InternalServerError, "InternalError"));
        using var recorder = new EventRecorder(api, time: _time);
        recorder.Publish(s_item, EventType.Warning, "Broken", "first");
        recorder.Publish(s_item, EventType.Warning, "Broken", "second");
        recorder.Publish(s_item, EventType.Warning, "Broken", "second");
        await recorder.StartAsync(TestContext.Current.CancellationToken);
        while (api.All<Corev1Event>() is not [{ Count: 2 }])
            await Task.Yield();
        await recorder.StopAsync(TestContext.Current.CancellationToken);

        api.All<Corev1Event>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Message.ShouldBe("second"), e => e.Type.ShouldBe("Warning"), e => e.InvolvedObject.Kind.ShouldBe("Namespace"));
    }

    [Fact]
    public void Point45_NotesNobodyWrites_AreDroppedAndNeverAwaited()
    {
        using var api = new FakeApi();
        using var recorder = new EventRecorder(api, new EventRecorderOptions { Waiting = 10 }, _time);
        for (var i = 0; i < 100_000; i++)
            recorder.Publish(s_item, EventType.Normal, "Ready", "It is ready");
    }

    [Fact]
    public void RecentCache_Full_ForgetsTheLeastRecentlyUsed()
    {
        var cache = new RecentCache<string>(2);
        cache.Set("a", "1");
        cache.Set("b", "2");
        cache.Get("a").ShouldBe("1");
        cache.Set("c", "3");
        cache.Get("b").ShouldBeNull();
        cache.Count.ShouldBe(2);
    }
}
