using System.Text.Json;
using McpTenants.Instance.Workspace;

namespace McpTenants.Instance.Tools;

/// <summary>Documents as JSON, for tool results and exports.</summary>
internal static class DocumentJson
{
    public static void Write(Utf8JsonWriter json, Document document)
    {
        json.WriteStartObject();
        json.WriteString("id", document.Id);
        json.WriteString("uri", DocumentUri.For(document.Id));
        json.WriteNumber("version", document.Version);
        json.WriteString("title", document.Title);
        json.WriteString("content", document.Content);
        WriteMetadata(json, document.Metadata);
        json.WriteString("created", document.Created);
        json.WriteString("updated", document.Updated);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, DocumentSummary document)
    {
        json.WriteStartObject();
        json.WriteString("id", document.Id);
        json.WriteString("uri", DocumentUri.For(document.Id));
        json.WriteNumber("version", document.Version);
        json.WriteString("title", document.Title);
        json.WriteNumber("bytes", document.Bytes);
        WriteMetadata(json, document.Metadata);
        json.WriteString("created", document.Created);
        json.WriteString("updated", document.Updated);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Page<DocumentSummary> page, string name)
    {
        json.WriteStartObject();
        json.WriteStartArray(name);
        foreach (var document in page.Items)
            Write(json, document);
        json.WriteEndArray();
        if (page.Next is { } next)
            json.WriteString("nextCursor", Cursor.Format(next));
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<DocumentHit> hits)
    {
        json.WriteStartObject();
        json.WriteStartArray("matches");
        foreach (var hit in hits)
        {
            json.WriteStartObject();
            json.WriteString("id", hit.Id);
            json.WriteString("uri", DocumentUri.For(hit.Id));
            json.WriteString("title", hit.Title);
            json.WriteString("snippet", hit.Snippet);
            json.WriteNumber("rank", Math.Round(hit.Rank, 6));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("metadata");
        foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }
}
