using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Workspace;

/// <summary>The documents of one tenant.</summary>
internal sealed class DocumentStore(WorkspaceDatabase database, TimeProvider time)
{
    private const string Columns = "id, version, title, content, metadata, created, updated";

    /// <summary>Creates a document, or the next version of one whose identifier is given. Returns after the data is on disk.</summary>
    public Task<DocumentSummary> SaveAsync(DocumentDraft draft, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            var now = time.GetUtcNow();
            var id = draft.Id ?? Guid.CreateVersion7(now).ToString("N");
            var existing = Find(connection, transaction, id);
            if (draft.ExpectedVersion is { } expected && expected != (existing?.Version ?? 0))
                throw new DocumentConflictException($"The document has version {existing?.Version ?? 0}, not {expected}.");
            var document = new Document(id, (existing?.Version ?? 0) + 1, draft.Title, draft.Content, draft.Metadata, existing?.Created ?? now, now);
            DocumentRows.Insert(connection, transaction, document, isNew: existing is null);
            return DocumentRows.Summarize(document);
        },
        cancellationToken);

    /// <summary>The current or a given version, or null.</summary>
    public Task<Document?> GetAsync(string id, int? version, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = version is null
                ? $"SELECT {Columns} FROM documents WHERE id = $id"
                : $"SELECT {Columns} FROM versions WHERE id = $id AND version = $version";
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$version", version ?? 0);
            using var reader = command.ExecuteReader();
            return reader.Read() ? DocumentRows.Read(reader) : null;
        },
        cancellationToken);

    /// <summary>Documents, newest first.</summary>
    public Task<Page<DocumentSummary>> ListAsync(int limit, long? before, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT number, id, version, title, length(CAST(content AS BLOB)), created, updated FROM documents
                WHERE number < $before ORDER BY number DESC LIMIT $limit
                """;
            command.Parameters.AddWithValue("$before", before ?? long.MaxValue);
            command.Parameters.AddWithValue("$limit", limit + 1);
            using var reader = command.ExecuteReader();
            var rows = new List<(long Number, DocumentSummary Document)>();
            while (reader.Read())
            {
                rows.Add((reader.GetInt64(0), new DocumentSummary(reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetInt64(4),
                    DocumentRows.Time(reader, 5), DocumentRows.Time(reader, 6))));
            }
            long? next = rows.Count > limit ? rows[limit - 1].Number : null;
            return new Page<DocumentSummary>([.. rows.Take(limit).Select(r => r.Document)], next);
        },
        cancellationToken);

    /// <summary>Full-text search, best first. The query is words, not a query language: see <see cref="SearchQuery"/>.</summary>
    public Task<IReadOnlyList<DocumentHit>> SearchAsync(string query, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<DocumentHit>>(
        connection =>
        {
            if (SearchQuery.ToFts(query) is not { } match)
                return [];
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT d.id, d.title, snippet(search, 1, '**', '**', '…', 24), bm25(search, 5.0, 1.0) AS rank
                FROM search JOIN documents d ON d.number = search.rowid WHERE search MATCH $match ORDER BY rank, d.number DESC LIMIT $limit
                """;
            command.Parameters.AddWithValue("$match", match);
            command.Parameters.AddWithValue("$limit", limit);
            using var reader = command.ExecuteReader();
            var hits = new List<DocumentHit>();
            while (reader.Read())
                hits.Add(new DocumentHit(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetDouble(3)));
            return hits;
        },
        cancellationToken);

    /// <summary>Removes a document with all its versions; false when there is none.</summary>
    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "DELETE FROM versions WHERE id = $id; DELETE FROM documents WHERE id = $id; SELECT changes();";
            command.Parameters.AddWithValue("$id", id);
            return (long)command.ExecuteScalar()! > 0;
        },
        cancellationToken);

    private static Document? Find(SqliteConnection connection, SqliteTransaction transaction, string id)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT {Columns} FROM documents WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using var reader = command.ExecuteReader();
        return reader.Read() ? DocumentRows.Read(reader) : null;
    }
}
