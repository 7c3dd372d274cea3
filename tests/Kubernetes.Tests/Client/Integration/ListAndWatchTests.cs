using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Kubernetes.Tests.Client.Integration;

[Trait("Tier", "Integration")]
public sealed class ListAndWatchTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListPage_WithLimit_CarriesOnWhereItStopped()
    {
        for (var i = 0; i < 5; i++)
            await server.Client.CreateAsync(Labelled($"page-{i}", "paging"), ct: Ct);
        var first = await server.Client.ListPageAsync<V1ConfigMap>(server.Namespace, new() { Limit = 2, LabelSelector = "set=paging" }, Ct);
        var second = await server.Client.ListPageAsync<V1ConfigMap>(server.Namespace, new() { Limit = 2, LabelSelector = "set=paging", Continue = first.Continue }, Ct);
        var third = await server.Client.ListPageAsync<V1ConfigMap>(server.Namespace, new() { Limit = 2, LabelSelector = "set=paging", Continue = second.Continue }, Ct);

        new[] { first, second, third }.SelectMany(p => p.Items).Select(c => c.Name()).ShouldBe(["page-0", "page-1", "page-2", "page-3", "page-4"]);
        first.Items.ShouldAllBe(c => c.Kind == "ConfigMap" && c.ApiVersion == "v1");
        second.ResourceVersion.ShouldBe(first.ResourceVersion);
        third.Continue.ShouldBeNull();
        (await server.Client.ListAsync<V1ConfigMap>(server.Namespace, "set=paging", ct: Ct)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task List_FieldSelectorAndAllNamespaces_Narrow()
    {
        await server.Client.CreateAsync(Labelled("narrow", "narrow"), ct: Ct);
        (await server.Client.ListAsync<V1ConfigMap>(null, "set=narrow", "metadata.name=narrow", Ct)).ShouldContain(c => c.Namespace() == server.Namespace);
        (await server.Client.ListAsync<V1ConfigMap>(server.Namespace, "set=narrow", "metadata.name=other", Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListPage_MetadataOnly_LeavesTheDataOut()
    {
        await server.Client.CreateAsync(Labelled("slim", "slim"), ct: Ct);
        var page = await server.Client.ListPageAsync<V1ConfigMap>(server.Namespace, new() { LabelSelector = "set=slim", MetadataOnly = true }, Ct);
        var item = page.Items.ShouldHaveSingleItem();
        item.Data.ShouldBeNull();
        (item.Name(), item.Kind, item.ApiVersion).ShouldBe(("slim", "ConfigMap", "v1"));
    }

    [Fact]
    public async Task Watch_FromTheListsVersion_TellsEveryChangeInOrderAndEndsAtTheTimeout()
    {
        var start = await server.Client.ListPageAsync<V1ConfigMap>(server.Namespace, new() { LabelSelector = "set=watch" }, Ct);
        var seen = new List<(WatchEventType, string?)>();
        var watch = server.Client.WatchAsync<V1ConfigMap>(server.Namespace, new() { ResourceVersion = start.ResourceVersion, LabelSelector = "set=watch", TimeoutSeconds = 3 }, Ct);
        await server.Client.CreateAsync(Labelled("watched", "watch"), ct: Ct);
        await server.Client.PatchAsync<V1ConfigMap>(new V1Patch("""{"data":{"x":"1"}}""", PatchType.MergePatch), "watched", server.Namespace, ct: Ct);
        await server.Client.DeleteAsync<V1ConfigMap>("watched", server.Namespace, ct: Ct);
        await foreach (var change in watch.WithCancellation(Ct))
        {
            if (change.Type == WatchEventType.Bookmark)
                continue;

            change.Object!.Kind.ShouldBe("ConfigMap");
            seen.Add((change.Type, change.Object!.Name()));
        }

        seen.ShouldBe([(WatchEventType.Added, "watched"), (WatchEventType.Modified, "watched"), (WatchEventType.Deleted, "watched")]);
    }

    [Fact]
    public async Task Watch_Bookmarks_CarryAVersionAndNothingElse()
    {
        var start = await server.Client.ListPageAsync<V1ConfigMap>(server.Namespace, new(), Ct);
        // A server sends one about two seconds before it ends a watch, but promises none: another watch is another chance.
        var bookmark = default(WatchEvent<V1ConfigMap>);
        for (var watches = 0; bookmark.Object is null && watches < 10; watches++)
            bookmark = await server.Client.WatchAsync<V1ConfigMap>(server.Namespace, new() { ResourceVersion = start.ResourceVersion, TimeoutSeconds = 5 }, Ct)
                .FirstOrDefaultAsync(e => e.Type == WatchEventType.Bookmark, Ct);
        bookmark.Object!.ResourceVersion().ShouldNotBeNullOrEmpty();
        bookmark.Object!.Name().ShouldBeNull();
    }

    [Fact]
    public async Task Watch_Cancelled_EndsAtOnce()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var start = await server.Client.ListPageAsync<V1ConfigMap>(server.Namespace, new(), Ct);
        var watch = server.Client.WatchAsync<V1ConfigMap>(server.Namespace, new() { ResourceVersion = start.ResourceVersion }, stop.Token).GetAsyncEnumerator(Ct);
        var next = watch.MoveNextAsync();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
        await watch.DisposeAsync();
    }

    [Fact]
    public async Task ListPage_MadeUpContinueToken_IsRefusedWithTheServersWords()
    {
        var error = await Should.ThrowAsync<HttpOperationException>(
            server.Client.ListPageAsync<V1ConfigMap>(server.Namespace, new() { Limit = 1, Continue = "made-up" }, Ct));
        ((int)error.Response.StatusCode).ShouldBe(400);
        error.Status()!.Message.ShouldNotBeNullOrEmpty();
    }

    private V1ConfigMap Labelled(string name, string set)
    {
        var map = server.ConfigMap(name, ("a", "1"));
        map.SetLabel("set", set);
        return map;
    }
}
