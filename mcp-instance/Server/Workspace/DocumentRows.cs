using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Workspace;

/// <summary>Documents to rows and back.</summary>
internal static class DocumentRows
{
    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, Document document, bool isNew)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = (isNew
            ? "INSERT INTO documents (id, version, title, content, metadata, created, updated) VALUES ($id, $version, $title, $content, $metadata, $created, $updated);"
            : "UPDATE documents SET version = $version, title = $title, content = $content, metadata = $metadata, updated = $updated WHERE id = $id;")
            + "INSERT INTO versions (id, version, title, content, metadata, created, updated) VALUES ($id, $version, $title, $content, $metadata, $created, $updated);";
        command.Parameters.AddWithValue("$id", document.Id);
        command.Parameters.AddWithValue("$version", document.Version);
        command.Parameters.AddWithValue("$title", document.Title);
        command.Parameters.AddWithValue("$content", document.Content);
        command.Parameters.AddWithValue("$metadata", Metadata(document.Metadata));
        command.Parameters.AddWithValue("$created", Time(document.Created));
        command.Parameters.AddWithValue("$updated", Time(document.Updated));
        command.ExecuteNonQuery();
    }

    /// <summary>Reads id, version, title, content, metadata, created, updated.</summary>
    public static Document Read(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), Metadata(reader.GetString(4)), Time(reader, 5), Time(reader, 6));

    public static DocumentSummary Summarize(Document document) => new(
        document.Id, document.Version, document.Title, Encoding.UTF8.GetByteCount(document.Content), document.Created, document.Updated);

    public static DateTimeOffset Time(SqliteDataReader reader, int column) =>
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

    private static Dictionary<string, string> Metadata(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);
}
