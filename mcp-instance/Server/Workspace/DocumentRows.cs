using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Workspace;

/// <summary>Documents to rows and back.</summary>
internal static class DocumentRows
{
    public const string Columns = "id, version, title, content, metadata, created, updated";
    public const string SummaryColumns = "id, version, title, bytes, metadata, created, updated";

    private const string Values = "$id, $version, $title, $content, $metadata, $created, $updated, $bytes, $size";

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, Document document) =>
        Run(connection, transaction, $"INSERT INTO documents ({Columns}, bytes, size) VALUES ({Values})", document);

    /// <summary>An earlier version, as an import brings it.</summary>
    public static void InsertVersion(SqliteConnection connection, SqliteTransaction transaction, Document document) =>
        Run(connection, transaction, $"INSERT INTO versions ({Columns}, bytes, size) VALUES ({Values})", document);

    /// <summary>Puts the present version among the earlier ones and the given one in its place.</summary>
    public static void Replace(SqliteConnection connection, SqliteTransaction transaction, Document document) => Run(
        connection, transaction,
        $"""
        INSERT INTO versions ({Columns}, bytes, size) SELECT {Columns}, bytes, size FROM documents WHERE id = $id;
        UPDATE documents SET version = $version, title = $title, content = $content, metadata = $metadata, updated = $updated, bytes = $bytes, size = $size WHERE id = $id;
        """,
        document);

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Document Read(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), Metadata(reader.GetString(4)), Time(reader, 5), Time(reader, 6));

    /// <summary>Reads <see cref="SummaryColumns"/>.</summary>
    public static DocumentSummary ReadSummary(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3), Metadata(reader.GetString(4)), Time(reader, 5), Time(reader, 6));

    public static DocumentSummary Summarize(Document document) => new(
        document.Id, document.Version, document.Title, Encoding.UTF8.GetByteCount(document.Content), document.Metadata, document.Created, document.Updated);

    private static void Run(SqliteConnection connection, SqliteTransaction transaction, string sql, Document document)
    {
        var metadata = Metadata(document.Metadata);
        var bytes = Encoding.UTF8.GetByteCount(document.Content);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", document.Id);
        command.Parameters.AddWithValue("$version", document.Version);
        command.Parameters.AddWithValue("$title", document.Title);
        command.Parameters.AddWithValue("$content", document.Content);
        command.Parameters.AddWithValue("$metadata", metadata);
        command.Parameters.AddWithValue("$created", Time(document.Created));
        command.Parameters.AddWithValue("$updated", Time(document.Updated));
        command.Parameters.AddWithValue("$bytes", bytes);
        command.Parameters.AddWithValue("$size", bytes + Encoding.UTF8.GetByteCount(document.Title) + Encoding.UTF8.GetByteCount(metadata));
        command.ExecuteNonQuery();
    }

    private static DateTimeOffset Time(SqliteDataReader reader, int column) =>
        DateTimeOffset.Parse(reader.GetString(column), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string Metadata(IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static Dictionary<string, string> Metadata(string json) => json == "{}"
        ? []
        : JsonElement.Parse(json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);
}
