using System.Net;
using k8s;
using k8s.Models;
using Kubernetes.Runtime.Caching;
using Kubernetes.Tests.Runtime.Fakes;

namespace Kubernetes.Tests.Runtime.Caching;

public sealed class ReflectorTests
{
    [Fact]
    public async Task Point01_Start_ListsAtZeroThenWatchesFromTheListsVersion()
    {
        await using var fixture = new InformerFixture();
        fixture.Api.Put(InformerFixture.Item("a"));
        await fixture.SyncAsync();

        fixture.Api.Lists.ShouldHaveSingleItem().ResourceVersion.ShouldBe("0");
        fixture.Api.Watches.ShouldHaveSingleItem().ResourceVersion.ShouldBe($"{fixture.Api.Version}");
        fixture.Informer.Store.Get(InformerFixture.Key("a")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Point02_RelistAfterError_AsksForTheLastVersionSeen()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.Put(InformerFixture.Item("a"));
        await fixture.NextAsync();
        var seen = $"{fixture.Api.Version}";

        fixture.Api.SendError(HttpStatusCode.Forbidden, "Forbidden");
        await fixture.PassBackoffAsync();
        await fixture.Api.WatchesAsync(2);

        fixture.Api.Lists[1].ResourceVersion.ShouldBe(seen);
        fixture.Api.Lists[1].Limit.ShouldBeNull("a limit at a version makes old servers bypass their watch cache");
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone, "Expired", "too old resource version")]
    [InlineData(HttpStatusCode.GatewayTimeout, "Timeout", "Too large resource version: 99, current: 5")]
    public async Task Point02_VersionOfNoUse_ListsTheNewestOnceAndThenResumes(HttpStatusCode code, string reason, string message)
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();

        fixture.Api.SendError(code, reason, message);
        await fixture.PassBackoffAsync();
        await fixture.Api.WatchesAsync(2);
        fixture.Api.Lists[1].ResourceVersion.ShouldBeNull("a quorum read");

        var version = $"{fixture.Api.Version}";
        fixture.Api.SendError(HttpStatusCode.Forbidden, "Forbidden");
        await fixture.PassBackoffAsync();
        await fixture.Api.WatchesAsync(3);
        fixture.Api.Lists[2].ResourceVersion.ShouldBe(version, "the flag is cleared after one good list");
    }

    [Fact]
    public async Task Point02_HttpGoneOnWatch_ListsTheNewest()
    {
        await using var fixture = new InformerFixture();
        fixture.Api.WatchFaults.Enqueue(FakeApi.Error(HttpStatusCode.Gone, "Gone"));
        await fixture.SyncAsync();

        await fixture.PassBackoffAsync();
        await fixture.Api.WatchesAsync(2);
        fixture.Api.Lists[1].ResourceVersion.ShouldBeNull();
    }

    [Fact]
    public async Task Point03_Paging_ShowsNothingBeforeTheLastPage()
    {
        await using var fixture = new InformerFixture(new InformerOptions<V1ConfigMap> { PageSize = 2 });
        await fixture.SyncAsync();
        fixture.Api.EndWatches(new IOException("reset"));
        for (var i = 0; i < 5; i++)
            fixture.Api.Put(InformerFixture.Item($"item-{i}"));
        fixture.Api.CompactedAt = fixture.Api.Version;

        var sizes = new List<int>();
        fixture.Api.BeforePage = _ => sizes.Add(fixture.Informer.Store.Count);
        await fixture.PassBackoffAsync();
        await fixture.PassBackoffAsync();
        await fixture.Api.WatchesAsync(3);

        sizes.ShouldBe([0, 0, 0]);
        fixture.Informer.Store.Count.ShouldBe(5);
        fixture.Api.Lists.Skip(1).Select(l => (l.Limit, l.Continue)).ShouldBe([(2, null), (2, "2"), (2, "4")]);
    }

    [Fact]
    public async Task Point03_ExpiredPageToken_StartsAgainFromTheFirstPage()
    {
        await using var fixture = new InformerFixture(new InformerOptions<V1ConfigMap> { PageSize = 2 });
        for (var i = 0; i < 5; i++)
            fixture.Api.Put(InformerFixture.Item($"item-{i}"));
        await fixture.SyncAsync();
        fixture.Api.ListFaults.Enqueue(null);
        fixture.Api.ListFaults.Enqueue(FakeApi.Error(HttpStatusCode.Gone, "Expired"));

        fixture.Api.SendError(HttpStatusCode.Gone, "Expired");
        await fixture.PassBackoffAsync();
        await fixture.Api.WatchesAsync(2);

        fixture.Informer.Store.Count.ShouldBe(5);
        fixture.Api.Lists[^1].ShouldSatisfyAllConditions(l => l.Continue.ShouldBeNull(), l => l.Limit.ShouldBeNull(), l => l.ResourceVersion.ShouldBeNull());
    }

    [Fact]
    public async Task Point04_DeletedInAGap_IsToldWithFinalStateUnknown()
    {
        await using var fixture = new InformerFixture(new InformerOptions<V1ConfigMap> { PageSize = 1 });
        fixture.Api.Put(InformerFixture.Item("stays"));
        fixture.Api.Put(InformerFixture.Item("stays-too"));
        fixture.Api.Put(InformerFixture.Item("vanishes"));
        await fixture.SyncAsync();

        fixture.Api.Remove<V1ConfigMap>(InformerFixture.Key("vanishes"), silently: true);
        fixture.Api.SendError(HttpStatusCode.Gone, "Expired");
        await fixture.PassBackoffAsync();

        var gone = await fixture.NextAsync();
        gone.Type.ShouldBe(InformerEventType.Deleted);
        gone.Key.ShouldBe(InformerFixture.Key("vanishes"));
        gone.FinalStateUnknown.ShouldBeTrue();
        await fixture.Api.WatchesAsync(2);
        fixture.HasEvent.ShouldBeFalse("what did not change is not told, whatever page it was on");
        fixture.Informer.Store.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Point05_Event_AdvancesResumeVersion()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.Put(InformerFixture.Item("a"));
        fixture.Api.Put(InformerFixture.Item("a", "changed"));
        fixture.Api.Remove<V1ConfigMap>(InformerFixture.Key("a"));
        (await fixture.NextAsync()).Type.ShouldBe(InformerEventType.Added);
        (await fixture.NextAsync()).Type.ShouldBe(InformerEventType.Updated);
        (await fixture.NextAsync()).ShouldSatisfyAllConditions(e => e.Type.ShouldBe(InformerEventType.Deleted), e => e.FinalStateUnknown.ShouldBeFalse());

        fixture.Api.EndWatches();
        await fixture.Api.WatchesAsync(2);
        fixture.Api.Watches[1].ResourceVersion.ShouldBe($"{fixture.Api.Version}");
    }

    [Fact]
    public async Task Point05_Bookmark_AdvancesResumeVersion()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.SendBookmark<V1ConfigMap>();
        fixture.Api.EndWatches();
        await fixture.Api.WatchesAsync(2);

        fixture.Api.Watches[1].ResourceVersion.ShouldBe($"{fixture.Api.Version}");
        fixture.Api.Lists.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Point05_WatchWithoutVersion_DoesNotResumeFromSyntheticEvents()
    {
        await using var fixture = new InformerFixture();
        fixture.Api.StatedListVersion = "";
        fixture.Api.Put(InformerFixture.Item("a"));
        await fixture.SyncAsync();
        fixture.Api.Watches[0].ResourceVersion.ShouldBeNull();

        fixture.Api.EndWatches();
        await fixture.PassBackoffAsync();
        await fixture.Api.WatchesAsync(2);
        fixture.Api.Lists.Count.ShouldBe(2, "only a list closes the gap");
        fixture.Api.Lists[1].ResourceVersion.ShouldBeNull("never back to \"0\"");
    }

    [Fact]
    public async Task Point06_EveryWatch_AsksForBookmarks()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.Api.EndWatches();
        await fixture.Api.WatchesAsync(2);
        fixture.Api.Watches.ShouldAllBe(w => w.AllowWatchBookmarks);
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(0.5, 450)]
    [InlineData(0.999, 599)]
    public async Task Point07_WatchTimeout_IsRandomBetweenFiveAndTenMinutes(double random, int seconds)
    {
        var api = new FakeApi();
        using var stop = new CancellationTokenSource();
        var informer = new SharedInformer<V1ConfigMap>(api, new InformerOptions<V1ConfigMap> { Randomness = () => random });
        var running = informer.RunAsync(stop.Token);
        await api.WatchesAsync(1);
        api.Watches[0].TimeoutSeconds.ShouldBe(seconds);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Point07_HalfOpenConnection_IsGivenUpAndNothingIsMissed()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.HalfOpen = true;
        fixture.Api.Put(InformerFixture.Item("silent"));
        fixture.Api.HalfOpen = false;

        fixture.Time.Advance(TimeSpan.FromSeconds(450 + 14));
        fixture.Api.Watches.Count.ShouldBe(1);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        (await fixture.NextAsync()).Key.ShouldBe(InformerFixture.Key("silent"));
        fixture.Api.Lists.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Point08_NormalClose_WatchesAgainAtOnceWithoutList()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.Api.EndWatches();

        await fixture.Api.WatchesAsync(2);
        fixture.Api.Lists.Count.ShouldBe(1);
        fixture.Api.Watches[1].ResourceVersion.ShouldBe(fixture.Api.Watches[0].ResourceVersion);
    }

    [Fact]
    public async Task Point08_EmptyWatchUnderOneSecond_BacksOff()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.EndWatches();

        (await fixture.PassBackoffAsync()).ShouldBe(TimeSpan.FromSeconds(0.4));
        await fixture.Api.WatchesAsync(2);
        fixture.Api.EndWatches();
        (await fixture.PassBackoffAsync()).ShouldBe(TimeSpan.FromSeconds(0.8));
        await fixture.Api.WatchesAsync(3);
        fixture.Api.Lists.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Point09_TooManyRequests_WatchesAgainFromTheSameVersion()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.SendError(HttpStatusCode.TooManyRequests, "TooManyRequests");
        await fixture.PassBackoffAsync();
        await fixture.Api.WatchesAsync(2);

        fixture.Api.Lists.Count.ShouldBe(1);
        fixture.Api.Watches[1].ResourceVersion.ShouldBe(fixture.Api.Watches[0].ResourceVersion);
    }

    [Fact]
    public async Task Point09_ConnectionRefused_WatchesAgainFromTheSameVersion()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.WatchFaults.Enqueue(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        fixture.Api.EndWatches(new IOException("reset"));
        fixture.Api.Put(InformerFixture.Item("while away"));

        await fixture.PassBackoffAsync();
        await fixture.PassBackoffAsync();
        (await fixture.NextAsync()).Key.ShouldBe(InformerFixture.Key("while away"));
        fixture.Api.Lists.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Point09_InternalErrors_AreRetriedABoundedNumberOfTimesThenListed()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        for (var i = 0; i < 6; i++)
        {
            fixture.Api.Lists.Count.ShouldBe(1);
            fixture.Api.SendError(HttpStatusCode.InternalServerError, "InternalError");
            await fixture.PassBackoffAsync();
            await fixture.Api.WatchesAsync(i + 2);
        }

        fixture.Api.Lists.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Point10_RetryAfter_IsHonoured()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.WatchFaults.Enqueue(FakeApi.Error(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", TimeSpan.FromSeconds(17)));
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.Api.EndWatches();

        (await fixture.PassBackoffAsync()).ShouldBe(TimeSpan.FromSeconds(17));
        await fixture.Api.WatchesAsync(3);
    }

    [Fact]
    public async Task Point10_FailingFirstList_BacksOffAndSyncsInTheEnd()
    {
        await using var fixture = new InformerFixture();
        for (var i = 0; i < 3; i++)
            fixture.Api.ListFaults.Enqueue(new HttpRequestException("refused"));
        fixture.Run();

        (await fixture.PassBackoffAsync()).ShouldBe(TimeSpan.FromSeconds(0.4));
        (await fixture.PassBackoffAsync()).ShouldBe(TimeSpan.FromSeconds(0.8));
        fixture.Informer.HasSynced.ShouldBeFalse();
        (await fixture.PassBackoffAsync()).ShouldBe(TimeSpan.FromSeconds(1.6));
        await fixture.Informer.WaitForSyncAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Point12_MalformedEvent_IsSkipped()
    {
        await using var fixture = new InformerFixture();
        await fixture.SyncAsync();
        fixture.Api.Broadcast(WatchEventType.Added, null);
        fixture.Api.Broadcast(WatchEventType.Modified, new V1ConfigMap { Metadata = null! });
        fixture.Api.Broadcast(WatchEventType.Added, new V1ConfigMap { Metadata = new V1ObjectMeta { NamespaceProperty = "ns" } });
        fixture.Api.Put(InformerFixture.Item("good"));

        (await fixture.NextAsync()).Key.ShouldBe(InformerFixture.Key("good"));
        fixture.Api.Watches.Count.ShouldBe(1, "the stream lives on");
    }

    [Fact]
    public async Task Point12_FailingCallbacks_StopNeitherTheStreamNorOtherHandlers()
    {
        await using var fixture = new InformerFixture(new InformerOptions<V1ConfigMap>
        {
            Transform = item => item.Metadata.Name == "poison" ? throw new InvalidOperationException("cannot be read") : item,
        });
        using var failing = fixture.Informer.AddHandler(_ => throw new InvalidOperationException("handler"));
        using var after = fixture.Informer.AddHandler(_ => { });
        await fixture.SyncAsync();

        fixture.Api.Put(InformerFixture.Item("poison"));
        fixture.Api.Put(InformerFixture.Item("good"));
        (await fixture.NextAsync()).Key.ShouldBe(InformerFixture.Key("good"));
        fixture.Api.Watches.Count.ShouldBe(1);
    }
}
