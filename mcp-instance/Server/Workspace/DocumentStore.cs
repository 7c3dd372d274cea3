using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Workspace;

/// <summary>The documents of one tenant: what changes them, and reading by identifier. Every change returns after it is on disk.</summary>
internal sealed partial class DocumentStore(WorkspaceDatabase database, TimeProvider time, StoragePolicy policy)
{
    /// <summary>Creates a document, or the next version of one whose identifier is given.</summary>
    /// <exception cref="DocumentConflictException">The expected version is not the present one.</exception>
    /// <exception cref="WorkspaceFullException">It does not fit.</exception>
    public Task<DocumentSummary> SaveAsync(DocumentDraft draft, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, transaction) => Save(connection, transaction, draft), cancellationToken);

    /// <summary>Adds a version to a document; null when there is no such document.</summary>
    /// <exception cref="DocumentConflictException">The expected version is not the present one.</exception>
    /// <exception cref="WorkspaceFullException">It does not fit.</exception>
    public Task<DocumentSummary?> UpdateAsync(DocumentDraft draft, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => Find(connection, transaction, draft.Id!) is null ? null : Save(connection, transaction, draft), cancellationToken);

    /// <summary>The current or a given version, or null.</summary>
    public Task<Document?> GetAsync(string id, int? version, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = version is null
                ? $"SELECT {DocumentRows.Columns} FROM documents WHERE id = $id"
                : $"""
                  SELECT {DocumentRows.Columns} FROM documents WHERE id = $id AND version = $version
                  UNION ALL SELECT {DocumentRows.Columns} FROM versions WHERE id = $id AND version = $version
                  """;
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$version", version ?? 0);
            using var reader = command.ExecuteReader();
            return reader.Read() ? DocumentRows.Read(reader) : null;
        },
        cancellationToken);

    /// <summary>Removes a document with all its versions; false when there is none.</summary>
    /// <exception cref="DocumentConflictException">The expected version is not the present one.</exception>
    public Task<bool> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (Find(connection, transaction, id) is not { } existing)
                return false;
            Expect(expectedVersion, existing);
            Execute(connection, transaction, "DELETE FROM versions WHERE id = $id; DELETE FROM documents WHERE id = $id", ("$id", id));
            return true;
        },
        cancellationToken);

    private DocumentSummary Save(SqliteConnection connection, SqliteTransaction transaction, DocumentDraft draft)
    {
        var now = time.GetUtcNow();
        var id = draft.Id ?? Guid.CreateVersion7(now).ToString("N");
        var existing = Find(connection, transaction, id);
        Expect(draft.ExpectedVersion, existing);
        var document = new Document(
            id, (existing?.Version ?? 0) + 1, draft.Title ?? existing!.Title, draft.Content ?? existing!.Content, draft.Metadata ?? existing?.Metadata ?? NoMetadata,
            existing?.Created ?? now, now);
        var before = Used(connection, transaction);
        if (existing is null)
            DocumentRows.Insert(connection, transaction, document);
        else
            DocumentRows.Replace(connection, transaction, document);
        Execute(connection, transaction, "DELETE FROM versions WHERE id = $id AND version <= $oldest", ("$id", id), ("$oldest", document.Version - policy.Versions));
        RequireRoom(before, Used(connection, transaction));
        return DocumentRows.Summarize(document);
    }

    // Checked behind the change, inside its transaction: only there the versions that go with it are known. The exception rolls everything back.
    private void RequireRoom(long before, long after)
    {
        if (policy.Bytes is { } allowed && after > allowed && after > before)
            throw new WorkspaceFullException($"The workspace is full: {before} of {allowed} bytes are used, and this change needs {after - before} more. Nothing was stored.");
    }

    private static void Expect(int? expected, Document? existing)
    {
        if (expected is { } version && version != (existing?.Version ?? 0))
            throw new DocumentConflictException($"The document has version {existing?.Version ?? 0}, not {version}. Read it again before changing it.");
    }

    private static Document? Find(SqliteConnection connection, SqliteTransaction transaction, string id)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT {DocumentRows.Columns} FROM documents WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using var reader = command.ExecuteReader();
        return reader.Read() ? DocumentRows.Read(reader) : null;
    }

    private static long Used(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT bytes FROM usage";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private static IReadOnlyDictionary<string, string> NoMetadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
