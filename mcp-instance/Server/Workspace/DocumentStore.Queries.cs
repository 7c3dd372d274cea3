using System.Text;
using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Workspace;

/// <summary>Lists and search.</summary>
internal sealed partial class DocumentStore
{
    /// <summary>Documents, newest first, that have all the given metadata.</summary>
    public Task<Page<DocumentSummary>> ListAsync(int limit, long? before, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            var sql = new StringBuilder($"SELECT {DocumentRows.SummaryColumns}, number FROM documents WHERE number < $before");
            foreach (var (key, value) in metadata)
            {
                var index = command.Parameters.Count;
                sql.Append($" AND EXISTS (SELECT 1 FROM labels l WHERE l.key = $k{index} AND l.value = $v{index} AND l.number = documents.number)");
                command.Parameters.AddWithValue($"$k{index}", key);
                command.Parameters.AddWithValue($"$v{index}", value);
            }
            command.CommandText = sql.Append(" ORDER BY number DESC LIMIT $limit").ToString();
            command.Parameters.AddWithValue("$before", before ?? long.MaxValue);
            command.Parameters.AddWithValue("$limit", limit + 1);
            return ReadPage(command, limit, static reader => reader.GetInt64(7));
        },
        cancellationToken);

    /// <summary>Versions of one document that are kept, newest first; empty when there is no such document.</summary>
    public Task<Page<DocumentSummary>> VersionsAsync(string id, int limit, long? before, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                SELECT {DocumentRows.SummaryColumns} FROM documents WHERE id = $id AND version < $before
                UNION ALL SELECT {DocumentRows.SummaryColumns} FROM versions WHERE id = $id AND version < $before ORDER BY version DESC LIMIT $limit
                """;
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$before", before ?? long.MaxValue);
            command.Parameters.AddWithValue("$limit", limit + 1);
            return ReadPage(command, limit, static reader => reader.GetInt32(1));
        },
        cancellationToken);

    /// <summary>Full-text search, best first. The query is words, not a query language: see <see cref="SearchQuery"/>.</summary>
    public Task<IReadOnlyList<DocumentHit>> SearchAsync(string query, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<DocumentHit>>(
        connection =>
        {
            if (SearchQuery.ToFts(query) is not { } match)
                return [];
            using var command = connection.CreateCommand();
            // Snippets cost a hundred times what a rank costs, so they are made for what is shown and not for all that matches.
            command.CommandText = "SELECT rowid, rank FROM search WHERE search MATCH $match ORDER BY rank LIMIT $limit";
            command.Parameters.AddWithValue("$match", match);
            command.Parameters.AddWithValue("$limit", limit);
            var ranked = new List<(long Number, double Rank)>();
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                    ranked.Add((reader.GetInt64(0), reader.GetDouble(1)));
            }
            return Describe(connection, match, ranked);
        },
        cancellationToken);

    private static List<DocumentHit> Describe(SqliteConnection connection, string match, List<(long Number, double Rank)> ranked)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT d.id, d.title, snippet(search, 1, '**', '**', '…', 24)
            FROM search JOIN documents d ON d.number = search.rowid WHERE search MATCH $match AND search.rowid = $number
            """;
        command.Parameters.AddWithValue("$match", match);
        var number = command.Parameters.AddWithValue("$number", 0L);
        var hits = new List<DocumentHit>();
        // A tie is broken by age, so that the same question has the same answer.
        foreach (var (row, rank) in ranked.OrderBy(r => r.Rank).ThenByDescending(r => r.Number))
        {
            number.Value = row;
            using var reader = command.ExecuteReader();
            if (reader.Read())
                hits.Add(new DocumentHit(reader.GetString(0), reader.GetString(1), reader.GetString(2), rank));
        }
        return hits;
    }

    private static Page<DocumentSummary> ReadPage(SqliteCommand command, int limit, Func<SqliteDataReader, long> position)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<(long Position, DocumentSummary Document)>();
        while (reader.Read())
            rows.Add((position(reader), DocumentRows.ReadSummary(reader)));
        long? next = rows.Count > limit ? rows[limit - 1].Position : null;
        return new Page<DocumentSummary>([.. rows.Take(limit).Select(r => r.Document)], next);
    }
}
