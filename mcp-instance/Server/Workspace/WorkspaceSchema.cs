using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Workspace;

/// <summary>Tables of the workspace and their version, kept in SQLite's user_version.</summary>
internal static class WorkspaceSchema
{
    private const long Current = 1;

    private const string Version1 = """
        CREATE TABLE documents (
          number INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          version INTEGER NOT NULL,
          title TEXT NOT NULL,
          content TEXT NOT NULL,
          metadata TEXT NOT NULL,
          created TEXT NOT NULL,
          updated TEXT NOT NULL
        );
        CREATE TABLE versions (
          id TEXT NOT NULL,
          version INTEGER NOT NULL,
          title TEXT NOT NULL,
          content TEXT NOT NULL,
          metadata TEXT NOT NULL,
          created TEXT NOT NULL,
          updated TEXT NOT NULL,
          PRIMARY KEY (id, version)
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
        """;

    public static void Migrate(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar()!;
        if (version > Current)
            throw new InvalidDataException($"The workspace was written by a newer version (schema {version}, known {Current}).");
        if (version == Current)
            return;
        using var transaction = connection.BeginTransaction();
        command.Transaction = transaction;
        command.CommandText = Version1;
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
