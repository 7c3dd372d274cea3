using System.Text.Json;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>
/// Schemas of a document as JSON Schema for a tool. What models act on is kept word for word (types, enums, defaults, required, oneOf, formats, limits); what only
/// OpenAPI knows is translated (nullable, boolean exclusive bounds) or dropped (examples, xml, discriminator, extensions). References become <c>$defs</c>, so a
/// schema that contains itself stays finite.
/// </summary>
internal sealed class SchemaTranslator(SchemaReferences references)
{
    private const int MaximumDepth = 48;

    private static readonly HashSet<string> One = new(StringComparer.Ordinal)
    {
        "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties", "unevaluatedItems",
    };

    private static readonly HashSet<string> Many = new(StringComparer.Ordinal) { "allOf", "anyOf", "oneOf", "prefixItems" };

    private static readonly HashSet<string> Named = new(StringComparer.Ordinal) { "properties", "patternProperties", "dependentSchemas" };

    private static readonly HashSet<string> Verbatim = new(StringComparer.Ordinal)
    {
        "enum", "const", "default", "format", "pattern", "title", "multipleOf", "maximum", "minimum", "maxLength", "minLength", "maxItems", "minItems", "uniqueItems",
        "maxProperties", "minProperties", "maxContains", "minContains", "dependentRequired", "deprecated", "contentEncoding", "contentMediaType",
    };

    /// <param name="json">Where to.</param>
    /// <param name="schema">The schema; null or something else than a schema accepts anything.</param>
    /// <param name="description">Replaces the schema's own description.</param>
    /// <param name="depth">Nesting so far.</param>
    public void Write(Utf8JsonWriter json, JsonElement? schema, string? description = null, int depth = 0)
    {
        json.WriteStartObject();
        var text = description ?? schema?.Member("description").Text();
        if (!string.IsNullOrEmpty(text))
            json.WriteString("description", Bounded.Text(text, 1000));
        if (schema is { ValueKind: JsonValueKind.Object } found && depth < MaximumDepth)
        {
            if (found.Member("$ref").Text() is { } reference)
                WriteReference(json, reference);
            else
                WriteKeywords(json, found, depth);
        }
        json.WriteEndObject();
    }

    private void WriteReference(Utf8JsonWriter json, string reference)
    {
        if (references.NameOf(reference) is { } name)
            json.WriteString("$ref", "#/$defs/" + name);
    }

    private void WriteKeywords(Utf8JsonWriter json, JsonElement schema, int depth)
    {
        SchemaKeywords.WriteType(json, schema);
        SchemaKeywords.WriteExclusiveBounds(json, schema);
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.Name == "required")
                SchemaKeywords.WriteRequired(json, schema, keyword.Value);
            else if (Named.Contains(keyword.Name) && keyword.Value.ValueKind is JsonValueKind.Object)
                WriteNamed(json, keyword, depth);
            else if (Many.Contains(keyword.Name) && keyword.Value.ValueKind is JsonValueKind.Array)
                WriteMany(json, keyword, depth);
            else if (One.Contains(keyword.Name))
                WriteOne(json, keyword, depth);
            else if (Verbatim.Contains(keyword.Name) && !SchemaKeywords.IsReplacedBound(schema, keyword.Name))
                keyword.WriteTo(json);
        }
    }

    private void WriteOne(Utf8JsonWriter json, JsonProperty keyword, int depth)
    {
        if (keyword.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            keyword.WriteTo(json);
            return;
        }
        json.WritePropertyName(keyword.Name);
        Write(json, keyword.Value, null, depth + 1);
    }

    private void WriteMany(Utf8JsonWriter json, JsonProperty keyword, int depth)
    {
        json.WriteStartArray(keyword.Name);
        foreach (var schema in keyword.Value.EnumerateArray())
            Write(json, schema, null, depth + 1);
        json.WriteEndArray();
    }

    private void WriteNamed(Utf8JsonWriter json, JsonProperty keyword, int depth)
    {
        json.WriteStartObject(keyword.Name);
        foreach (var schema in keyword.Value.EnumerateObject().Where(member => !SchemaKeywords.IsReadOnly(member.Value)))
        {
            json.WritePropertyName(schema.Name);
            Write(json, schema.Value, null, depth + 1);
        }
        json.WriteEndObject();
    }
}
