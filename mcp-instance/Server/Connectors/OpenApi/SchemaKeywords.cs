using System.Text.Json;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>Keywords that OpenAPI 3.0 writes otherwise than JSON Schema 2020-12 does.</summary>
internal static class SchemaKeywords
{
    /// <summary>3.0 says <c>nullable: true</c> where 3.1 lists "null" among the types.</summary>
    public static void WriteType(Utf8JsonWriter json, JsonElement schema)
    {
        if (schema.Member("type") is not { } type)
            return;
        if (type.ValueKind is JsonValueKind.String && schema.Member("nullable").Flag() is true)
        {
            json.WriteStartArray("type");
            json.WriteStringValue(type.GetString());
            json.WriteStringValue("null");
            json.WriteEndArray();
        }
        else if (type.ValueKind is JsonValueKind.String or JsonValueKind.Array)
        {
            json.WritePropertyName("type");
            type.WriteTo(json);
        }
    }

    /// <summary>3.0: <c>minimum: 5, exclusiveMinimum: true</c>; now: <c>exclusiveMinimum: 5</c>.</summary>
    public static void WriteExclusiveBounds(Utf8JsonWriter json, JsonElement schema)
    {
        foreach (var (exclusive, bound) in new[] { ("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum") })
        {
            if ((IsReplacedBound(schema, bound) ? schema.Member(bound) : schema.Member(exclusive)) is { ValueKind: JsonValueKind.Number } number)
            {
                json.WritePropertyName(exclusive);
                number.WriteTo(json);
            }
        }
    }

    public static bool IsReplacedBound(JsonElement schema, string keyword) => keyword switch
    {
        "minimum" => schema.Member("exclusiveMinimum").Flag() is true,
        "maximum" => schema.Member("exclusiveMaximum").Flag() is true,
        _ => false,
    };

    /// <summary>Members that only the service sets are not asked for.</summary>
    public static void WriteRequired(Utf8JsonWriter json, JsonElement schema, JsonElement required)
    {
        if (required.ValueKind is not JsonValueKind.Array)
            return;
        json.WriteStartArray("required");
        foreach (var name in required.EnumerateArray().Select(n => ((JsonElement?)n).Text()).OfType<string>())
        {
            if (schema.Member("properties")?.Member(name) is not { } member || !IsReadOnly(member))
                json.WriteStringValue(name);
        }
        json.WriteEndArray();
    }

    public static bool IsReadOnly(JsonElement schema) => schema.Member("readOnly").Flag() is true;
}
