using McpTenants.Instance.Export;
using Microsoft.Data.Sqlite;

namespace Instance.Tests.Workspace;

/// <summary>Databases of earlier versions, as those versions wrote them.</summary>
public sealed class MigrationTests
{
    // Schema and rows as the first version of the program wrote them, which kept the current version in both tables.
    private const string Version1 = """
        PRAGMA journal_mode=WAL;
        CREATE TABLE documents (
          number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, title TEXT NOT NULL, content TEXT NOT NULL,
          metadata TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
        );
        CREATE TABLE versions (
          id TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, content TEXT NOT NULL, metadata TEXT NOT NULL,
          created TEXT NOT NULL, updated TEXT NOT NULL, PRIMARY KEY (id, version)
        ) WITHOUT ROWID;
        CREATE VIRTUAL TABLE search USING fts5(title, content, content='documents', content_rowid='number', tokenize='unicode61 remove_diacritics 2');
        CREATE TRIGGER documents_added AFTER INSERT ON documents BEGIN
          INSERT INTO search(rowid, title, content) VALUES (new.number, new.title, new.content);
        END;
        CREATE TRIGGER documents_removed AFTER DELETE ON documents BEGIN
          INSERT INTO search(search, rowid, title, content) VALUES ('delete', old.number, old.title, old.content);
        END;
        CREATE TRIGGER documents_changed AFTER UPDATE ON documents BEGIN
          INSERT INTO search(search, rowid, title, content) VALUES ('delete', old.number, old.title, old.content);
          INSERT INTO search(rowid, title, content) VALUES (new.number, new.title, new.content);
        END;
        PRAGMA user_version = 1;
        INSERT INTO documents (id, version, title, content, metadata, created, updated) VALUES
          ('a', 1, 'First', 'old words', '{"team":"x"}', '2026-11-21T05:49:16.7427867Z', '2026-11-21T05:49:16.7427867Z'),
          ('b', 1, 'Second', 'bünde', '{}', '2026-11-21T05:49:16.8073716Z', '2026-11-21T05:49:16.8073716Z');
        INSERT INTO versions SELECT id, version, title, content, metadata, created, updated FROM documents;
        UPDATE documents SET version = 2, title = 'First again', content = 'new words', metadata = '{"k\"q":"ü","team":"y"}', updated = '2026-11-21T05:49:17Z' WHERE id = 'a';
        INSERT INTO versions SELECT id, version, title, content, metadata, created, updated FROM documents WHERE id = 'a';
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_ADatabaseOfVersion1_KeepsEverything()
    {
        using var fixture = new StoreFixture();
        Create(fixture.File, Version1);
        var store = fixture.Store(bytes: 10_000);
        (await store.GetAsync("a", null, Ct))!.Content.ShouldBe("new words");
        var first = (await store.GetAsync("a", 1, Ct))!;
        (first.Title, first.Content, first.Metadata["team"]).ShouldBe(("First", "old words", "x"));
        (await store.VersionsAsync("a", 10, null, Ct)).Items.Select(v => (v.Version, v.Bytes)).ShouldBe([(2, 9L), (1, 9L)]);
        (await store.ListAsync(10, null, new Dictionary<string, string> { ["team"] = "y", ["k\"q"] = "ü" }, Ct)).Items.ShouldHaveSingleItem().Id.ShouldBe("a");
        (await store.SearchAsync("bunde", 10, Ct)).ShouldHaveSingleItem().Id.ShouldBe("b");
        (await store.SearchAsync("old", 10, Ct)).ShouldBeEmpty();
        (await Used(fixture)).ShouldBe(await Counted(fixture));
        (await store.SaveAsync(StoreFixture.Draft("a", "third", expected: 2), Ct)).Version.ShouldBe(3);
        await store.DeleteAsync("b", null, Ct);
        (await Used(fixture)).ShouldBe(await Counted(fixture));
        fixture.Close();
        (await fixture.Store().VersionsAsync("a", 10, null, Ct)).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Export_ADatabaseOfVersion1_HasEveryVersionOnce()
    {
        using var fixture = new StoreFixture();
        Create(fixture.File, Version1);
        using var snapshot = WorkspaceSnapshot.Open(fixture.File);
        snapshot.Count().ShouldBe((2, 3));
        await using var lines = new LineCounter();
        await snapshot.WriteLinesAsync(lines, Ct);
        lines.Lines.ShouldBe(3);
    }

    [Fact]
    public void Open_ADatabaseOfANewerProgram_IsRefused()
    {
        using var fixture = new StoreFixture();
        Create(fixture.File, "PRAGMA user_version = 99");
        Should.Throw<InvalidDataException>(() => fixture.Database).Message.ShouldContain("newer version");
    }

    private static Task<long> Used(StoreFixture fixture) => ScalarAsync(fixture, "SELECT bytes FROM usage");

    private static Task<long> Counted(StoreFixture fixture) => ScalarAsync(
        fixture, "SELECT sum(length(CAST(title AS BLOB)) + length(CAST(content AS BLOB)) + length(CAST(metadata AS BLOB))) FROM (SELECT title, content, metadata FROM documents UNION ALL SELECT title, content, metadata FROM versions)");

    private static Task<long> ScalarAsync(StoreFixture fixture, string sql) => fixture.Database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        },
        Ct);

    private static void Create(string file, string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
