using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Workspace;

/// <summary>Tables of the workspace and their version, kept in SQLite's user_version.</summary>
internal static class WorkspaceSchema
{
    private const long Current = 2;

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

    // From 2 on, versions holds the earlier versions only (the current one was in both tables), sizes are counted, and metadata can be looked up.
    private const string Version2 = """
        DROP TRIGGER documents_changed;
        ALTER TABLE documents ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE documents ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE versions ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE versions ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
        DELETE FROM versions WHERE EXISTS (SELECT 1 FROM documents d WHERE d.id = versions.id AND d.version = versions.version);
        UPDATE documents SET bytes = length(CAST(content AS BLOB)),
          size = length(CAST(content AS BLOB)) + length(CAST(title AS BLOB)) + length(CAST(metadata AS BLOB));
        UPDATE versions SET bytes = length(CAST(content AS BLOB)),
          size = length(CAST(content AS BLOB)) + length(CAST(title AS BLOB)) + length(CAST(metadata AS BLOB));
        CREATE TABLE usage (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL);
        INSERT INTO usage VALUES (1, (SELECT coalesce(sum(size), 0) FROM documents) + (SELECT coalesce(sum(size), 0) FROM versions));
        CREATE TABLE labels (
          key TEXT NOT NULL,
          value TEXT NOT NULL,
          number INTEGER NOT NULL,
          PRIMARY KEY (key, value, number)
        ) WITHOUT ROWID;
        CREATE INDEX labels_of_document ON labels(number);
        INSERT INTO labels SELECT j.key, j.value, d.number FROM documents d, json_each(d.metadata) j;
        CREATE TRIGGER documents_changed AFTER UPDATE OF title, content ON documents BEGIN
          INSERT INTO search(search, rowid, title, content) VALUES ('delete', old.number, old.title, old.content);
          INSERT INTO search(rowid, title, content) VALUES (new.number, new.title, new.content);
        END;
        CREATE TRIGGER labels_added AFTER INSERT ON documents BEGIN
          INSERT INTO labels SELECT key, value, new.number FROM json_each(new.metadata);
        END;
        CREATE TRIGGER labels_removed AFTER DELETE ON documents BEGIN
          DELETE FROM labels WHERE number = old.number;
        END;
        CREATE TRIGGER labels_changed AFTER UPDATE OF metadata ON documents WHEN old.metadata <> new.metadata BEGIN
          DELETE FROM labels WHERE number = old.number;
          INSERT INTO labels SELECT key, value, new.number FROM json_each(new.metadata);
        END;
        CREATE TRIGGER usage_document_added AFTER INSERT ON documents BEGIN UPDATE usage SET bytes = bytes + new.size; END;
        CREATE TRIGGER usage_document_removed AFTER DELETE ON documents BEGIN UPDATE usage SET bytes = bytes - old.size; END;
        CREATE TRIGGER usage_document_changed AFTER UPDATE OF size ON documents BEGIN UPDATE usage SET bytes = bytes - old.size + new.size; END;
        CREATE TRIGGER usage_version_added AFTER INSERT ON versions BEGIN UPDATE usage SET bytes = bytes + new.size; END;
        CREATE TRIGGER usage_version_removed AFTER DELETE ON versions BEGIN UPDATE usage SET bytes = bytes - old.size; END;
        INSERT INTO search(search, rank) VALUES ('rank', 'bm25(5.0, 1.0)');
        PRAGMA user_version = 2;
        """;

    private static readonly string[] Steps = [Version1, Version2];

    /// <summary>Brings a database of any earlier version, or an empty one, to the present; after a kill it is the old one or the new one.</summary>
    /// <exception cref="InvalidDataException">The database is newer than this program.</exception>
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
        foreach (var step in Steps.Skip((int)version))
        {
            command.CommandText = step;
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }
}
