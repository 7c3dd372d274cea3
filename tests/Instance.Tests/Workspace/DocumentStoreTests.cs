using McpTenants.Instance.Workspace;

namespace Instance.Tests.Workspace;

public sealed class DocumentStoreTests
{
    private static readonly Dictionary<string, string> Any = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_AgainAndAgain_KeepsTheNewestVersions()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store(versions: 3);
        for (var i = 1; i <= 5; i++)
            await store.SaveAsync(StoreFixture.Draft("a", "content " + i), Ct);
        (await store.VersionsAsync("a", 10, null, Ct)).Items.Select(v => v.Version).ShouldBe([5, 4, 3]);
        (await store.GetAsync("a", null, Ct))!.Content.ShouldBe("content 5");
        (await store.GetAsync("a", 3, Ct))!.Content.ShouldBe("content 3");
        (await store.GetAsync("a", 5, Ct))!.Content.ShouldBe("content 5");
        (await store.GetAsync("a", 2, Ct)).ShouldBeNull();
        var first = await store.VersionsAsync("a", 2, null, Ct);
        (await store.VersionsAsync("a", 2, first.Next, Ct)).Items.Select(v => v.Version).ShouldBe([3]);
    }

    [Fact]
    public async Task Update_LeavesOutWhatStaysAsItIs()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store();
        await store.SaveAsync(StoreFixture.Draft("a", "one", "Title", metadata: ("team", "x")), Ct);
        (await store.UpdateAsync(new DocumentDraft("a", null, "two", null, 1), Ct))!.Version.ShouldBe(2);
        var document = (await store.GetAsync("a", null, Ct))!;
        (document.Title, document.Content, document.Metadata["team"]).ShouldBe(("Title", "two", "x"));
        (await store.UpdateAsync(new DocumentDraft("missing", null, "x", null, null), Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Change_WithAnOldVersion_IsAConflictAndChangesNothing()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store();
        await store.SaveAsync(StoreFixture.Draft("a", "one", expected: 0), Ct);
        await store.SaveAsync(StoreFixture.Draft("a", "two", expected: 1), Ct);
        (await Should.ThrowAsync<DocumentConflictException>(() => store.SaveAsync(StoreFixture.Draft("a", "late", expected: 1), Ct))).Message.ShouldContain("version 2, not 1");
        await Should.ThrowAsync<DocumentConflictException>(() => store.SaveAsync(StoreFixture.Draft("a", expected: 0), Ct));
        await Should.ThrowAsync<DocumentConflictException>(() => store.DeleteAsync("a", 1, Ct));
        (await store.GetAsync("a", null, Ct))!.Content.ShouldBe("two");
        (await store.DeleteAsync("a", 2, Ct)).ShouldBeTrue();
        (await store.VersionsAsync("a", 10, null, Ct)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task List_FiltersByAllGivenMetadata_AlsoAfterChanges()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store();
        for (var i = 0; i < 6; i++)
            await store.SaveAsync(StoreFixture.Draft("d" + i, metadata: [("team", i % 2 == 0 ? "even" : "odd"), ("k\"'$.", "ü" + (i % 3))]), Ct);
        await ShouldListAsync([("team", "even")], "d4", "d2", "d0");
        await ShouldListAsync([("team", "even"), ("k\"'$.", "ü1")], "d4");
        await ShouldListAsync([("team", "none")]);
        var page = await store.ListAsync(2, null, new Dictionary<string, string> { ["team"] = "odd" }, Ct);
        (await store.ListAsync(2, page.Next, new Dictionary<string, string> { ["team"] = "odd" }, Ct)).Items.Select(d => d.Id).ShouldBe(["d1"]);
        await store.UpdateAsync(new DocumentDraft("d4", null, null, new Dictionary<string, string> { ["team"] = "odd" }, null), Ct);
        await store.DeleteAsync("d2", null, Ct);
        await ShouldListAsync([("team", "even")], "d0");
        await ShouldListAsync([("team", "odd")], "d5", "d4", "d3", "d1");

        async Task ShouldListAsync((string Key, string Value)[] metadata, params string[] ids) =>
            (await store.ListAsync(50, null, metadata.ToDictionary(m => m.Key, m => m.Value), Ct)).Items.Select(d => d.Id).ShouldBe(ids);
    }

    [Fact]
    public async Task Save_PastTheQuota_SaysHowMuchIsUsedAndStoresNothing()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store(bytes: 3000, versions: 2);
        await store.SaveAsync(StoreFixture.Draft("a", new string('x', 1200)), Ct);
        await store.SaveAsync(StoreFixture.Draft("b", new string('x', 1200)), Ct);
        var message = (await Should.ThrowAsync<WorkspaceFullException>(() => store.SaveAsync(StoreFixture.Draft("a", new string('y', 1200)), Ct))).Message;
        message.ShouldContain("2414 of 3000 bytes are used, and this change needs 1207 more");
        (await store.GetAsync("a", null, Ct))!.Version.ShouldBe(1);
        (await store.SearchAsync("yyy*", 10, Ct)).ShouldBeEmpty();
        await store.DeleteAsync("b", null, Ct);
        await store.SaveAsync(StoreFixture.Draft("a", new string('y', 1200)), Ct);
        // The third version pushes out the first, so it fits although three would not.
        (await store.SaveAsync(StoreFixture.Draft("a", new string('z', 1200)), Ct)).Version.ShouldBe(3);
        // A tenant whose quota was lowered can still make room.
        var small = fixture.Store(bytes: 100, versions: 2);
        await small.SaveAsync(StoreFixture.Draft("a", "small"), Ct);
        await small.DeleteAsync("a", null, Ct);
        await small.SaveAsync(StoreFixture.Draft("b", "fits"), Ct);
    }

    [Fact]
    public async Task Save_OnAFullVolume_SaysSoAndStoresNothing()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Store();
        await store.SaveAsync(StoreFixture.Draft("a", "kept"), Ct);
        // SQLite answers a page limit exactly as it answers a full volume: SQLITE_FULL.
        await fixture.Database.WriteAsync(
            (connection, transaction) =>
            {
                using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = "PRAGMA max_page_count = 40";
                return command.ExecuteScalar();
            },
            Ct);
        (await Should.ThrowAsync<WorkspaceFullException>(() => store.SaveAsync(StoreFixture.Draft("a", new string('y', 500_000)), Ct))).Message.ShouldContain("full");
        (await store.GetAsync("a", null, Ct))!.Content.ShouldBe("kept");
        (await store.SaveAsync(StoreFixture.Draft("a", "small"), Ct)).Version.ShouldBe(2);
        (await store.ListAsync(10, null, Any, Ct)).Items.Count.ShouldBe(1);
    }
}
