using System.Net;
using k8s.Models;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Caching;
using Kubernetes.Tests.Runtime.Fakes;

namespace Kubernetes.Tests.Runtime.Caching;

public sealed class SharedInformerTests
{
    [Fact]
    public async Task Point13_SameScope_IsOneInformerWithOneList()
    {
        using var api = new FakeApi();
        var registry = new InformerRegistry(api);
        var first = registry.Register(new InformerOptions<V1ConfigMap> { LabelSelector = "a=b" });
        var second = registry.Register(new InformerOptions<V1ConfigMap> { LabelSelector = "a=b" });
        var other = registry.Register(new InformerOptions<V1ConfigMap> { Namespace = "ns" });
        second.ShouldBeSameAs(first);
        other.ShouldNotBeSameAs(first);

        using var stop = new CancellationTokenSource();
        registry.Start(stop.Token);
        await registry.WaitForSyncAsync(TestContext.Current.CancellationToken);
        registry.HasSynced.ShouldBeTrue();
        api.Lists.Count.ShouldBe(2);
        await stop.CancelAsync();
    }

    [Fact]
    public void Point13_ReadOfUnregisteredKind_IsAnErrorAndNotAHiddenWatch()
    {
        using var api = new FakeApi();
        var registry = new InformerRegistry(api);
        registry.Register<V1ConfigMap>();

        Should.Throw<InvalidOperationException>(() => registry.Get<V1Secret>()).Message.ShouldContain("V1Secret");
        Should.Throw<InvalidOperationException>(() => registry.Get(new InformerOptions<V1ConfigMap> { Namespace = "ns" }));
        registry.Get<V1ConfigMap>().ShouldNotBeNull();
        api.Lists.ShouldBeEmpty();
    }

    [Fact]
    public async Task Point14_Snapshot_DoesNotChangeUnderItsReader()
    {
        await using var fixture = new InformerFixture();
        fixture.Api.Put(InformerFixture.Item("a", "before"));
        await fixture.SyncAsync();
        var snapshot = fixture.Informer.Store.Snapshot;

        fixture.Api.Put(InformerFixture.Item("a", "after"));
        fixture.Api.Put(InformerFixture.Item("b"));
        await fixture.NextAsync();
        await fixture.NextAsync();

        snapshot.Count.ShouldBe(1);
        snapshot.Get(InformerFixture.Key("a"))!.Data!["value"].ShouldBe("before");
        fixture.Informer.Store.Get(InformerFixture.Key("a"))!.Data!["value"].ShouldBe("after");
    }

    [Fact]
    public async Task Point15_Indexes_ShowAChangeBeforeItIsTold()
    {
        await using var fixture = new InformerFixture();
        fixture.Informer.AddIndex("value", item => [item.Data!["value"]]);
        var seen = new List<(int Old, int New)>();
        using var handler = fixture.Informer.AddHandler(_ => seen.Add((
            fixture.Informer.Store.ByIndex("value", "old").Count, fixture.Informer.Store.ByIndex("value", "new").Count)));
        await fixture.SyncAsync();

        fixture.Api.Put(InformerFixture.Item("a", "old"));
        fixture.Api.Put(InformerFixture.Item("a", "new"));
        fixture.Api.Remove<V1ConfigMap>(InformerFixture.Key("a"));
        await fixture.NextAsync();
        await fixture.NextAsync();
        await fixture.NextAsync();
        fixture.Informer.AddHandler(_ => { }).Dispose();

        seen.ShouldBe([(1, 0), (0, 1), (0, 0)]);
    }

    [Fact]
    public async Task Point15_IndexAddedLate_IsCompleteAndUnknownOneIsAnError()
    {
        await using var fixture = new InformerFixture();
        fixture.Api.Put(InformerFixture.Item("a", "x"));
        await fixture.SyncAsync();
        fixture.Informer.AddIndex("value", item => [item.Data!["value"]]);

        fixture.Informer.Store.ByIndex("value", "x").ShouldHaveSingleItem().Metadata.Name.ShouldBe("a");
        fixture.Informer.Store.ByIndex("value", "y").ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => fixture.Informer.Store.ByIndex("owner", "x"));
    }

    [Fact]
    public async Task Point16_RecreatedInAGap_EndsTheOldIdentityBeforeTheNewBegins()
    {
        await using var fixture = new InformerFixture();
        var old = fixture.Api.Put(InformerFixture.Item("a"));
        await fixture.SyncAsync();

        fixture.Api.Remove<V1ConfigMap>(InformerFixture.Key("a"), silently: true);
        fixture.Api.CompactedAt = fixture.Api.Version;
        fixture.Api.EndWatches(new IOException("reset"));
        var recreated = InformerFixture.Item("a");
        recreated.Metadata.Uid = "another";
        fixture.Api.Put(recreated);
        fixture.Api.CompactedAt = fixture.Api.Version;
        await fixture.PassBackoffAsync();
        await fixture.PassBackoffAsync();

        var first = await fixture.NextAsync();
        first.Type.ShouldBe(InformerEventType.Deleted);
        first.Object.Metadata.Uid.ShouldBe(old.Metadata.Uid);
        var second = await fixture.NextAsync();
        second.Type.ShouldBe(InformerEventType.Added);
        second.Object.Metadata.Uid.ShouldBe("another");
    }

    [Fact]
    public async Task Point16_PerObjectOrder_IsKept()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        for (var i = 0; i < 50; i++)
        {
            fixture.Api.Put(InformerFixture.Item("a", $"{i}"));
            fixture.Api.Put(InformerFixture.Item("b", $"{i}"));
        }

        var told = new List<InformerEvent<V1ConfigMap>>();
        for (var i = 0; i < 100; i++)
            told.Add(await fixture.NextAsync());
        foreach (var name in (string[])["a", "b"])
            told.Where(e => e.Key.Name == name).Select(e => e.New!.Data!["value"]).ShouldBe(Enumerable.Range(0, 50).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Point17_Transform_KeepsNoiseAndSecretsOutOfTheStore()
    {
        using var api = new FakeApi();
        api.Put(new V1Secret
        {
            Metadata = new V1ObjectMeta
            {
                Name = "s",
                NamespaceProperty = "ns",
                ManagedFields = [new V1ManagedFieldsEntry { Manager = "kubectl" }],
                Annotations = new Dictionary<string, string> { ["kubectl.kubernetes.io/last-applied-configuration"] = "{}", ["kept"] = "yes" },
            },
            Data = new Dictionary<string, byte[]> { ["password"] = [1, 2, 3] },
        });
        using var stop = new CancellationTokenSource();
        var informer = new SharedInformer<V1Secret>(api, new InformerOptions<V1Secret> { Transform = Transforms.StripSecretData });
        var running = informer.RunAsync(stop.Token);
        await informer.WaitForSyncAsync(TestContext.Current.CancellationToken);

        var stored = informer.Store.Get(new NamespacedName("ns", "s"))!;
        stored.Metadata.ManagedFields.ShouldBeNull();
        stored.Metadata.Annotations!.Keys.ShouldBe(["kept"]);
        stored.Data!.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Key.ShouldBe("password"), d => d.Value.ShouldBeEmpty());
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Point17_MetadataOnly_IsAskedOfListAndWatch()
    {
        await using var fixture = new InformerFixture(new InformerOptions<V1ConfigMap> { MetadataOnly = true });
        await fixture.SyncAsync();
        fixture.Api.Lists[0].MetadataOnly.ShouldBeTrue();
        fixture.Api.Watches[0].MetadataOnly.ShouldBeTrue();
    }

    [Fact]
    public async Task AddHandler_Late_IsToldEverythingOnce()
    {
        await using var fixture = new InformerFixture();
        fixture.Api.Put(InformerFixture.Item("a"));
        fixture.Api.Put(InformerFixture.Item("b"));
        await fixture.SyncAsync();

        var told = new List<InformerEvent<V1ConfigMap>>();
        var registration = fixture.Informer.AddHandler(told.Add);
        told.Select(e => e.Key.Name).Order(StringComparer.Ordinal).ShouldBe(["a", "b"]);
        told.ShouldAllBe(e => e.IsInitialList && e.Type == InformerEventType.Added);

        fixture.Api.Put(InformerFixture.Item("c"));
        await fixture.NextAsync();
        fixture.Informer.AddHandler(_ => { }).Dispose();
        told.Count.ShouldBe(3);
        told[2].IsInitialList.ShouldBeFalse();
        registration.Dispose();
        fixture.Api.Put(InformerFixture.Item("d"));
        await fixture.NextAsync();
        told.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Stop_WhileTheWatchFails_EndsWithoutException()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.SendError(HttpStatusCode.Gone, "Expired");
    }
}
