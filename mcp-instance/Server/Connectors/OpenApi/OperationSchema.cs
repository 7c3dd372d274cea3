using System.Text;
using System.Text.Json;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>Input schema of the tool for an operation: one property per parameter, and <c>body</c>.</summary>
internal static class OperationSchema
{
    // A model reads all of it for every tool. What does not fit is left open, and the service itself judges it.
    private const int DefinitionBudget = 32 << 10;

    public static string Build(ApiDocument document, ApiOperation operation, IReadOnlyList<OperationArgument> arguments)
    {
        var references = new SchemaReferences(document);
        var translator = new SchemaTranslator(references);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var argument in arguments)
            {
                json.WritePropertyName(argument.Name);
                translator.Write(json, argument.Parameter is { } parameter ? parameter.Schema : operation.Body!.Schema, argument.Parameter?.Description ?? argument.BodyDescription);
            }
            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (var argument in arguments.Where(a => a.Required))
                json.WriteStringValue(argument.Name);
            json.WriteEndArray();
            json.WriteBoolean("additionalProperties", false);
            WriteDefinitions(json, document, references, translator);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteDefinitions(Utf8JsonWriter json, ApiDocument document, SchemaReferences references, SchemaTranslator translator)
    {
        if (references.Met.Count == 0)
            return;
        json.WriteStartObject("$defs");
        var used = 0L;
        // Writing a schema may meet further ones: the list grows under the loop until nothing new is met or nothing more fits.
        for (var i = 0; i < references.Met.Count; i++)
        {
            json.WritePropertyName(references.NameOf(references.Met[i])!);
            var known = references.Met.Count;
            var definition = used < DefinitionBudget ? Definition(document, references.Met[i], translator) : null;
            if (definition is null || used + definition.Length > DefinitionBudget)
            {
                references.Forget(known);
                json.WriteStartObject();
                json.WriteString("description", "Not shown here because it is large; see the documentation of the service.");
                json.WriteEndObject();
                continue;
            }
            used += definition.Length;
            json.WriteRawValue(definition, skipInputValidation: true);
        }
        json.WriteEndObject();
    }

    private static byte[] Definition(ApiDocument document, string reference, SchemaTranslator translator)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            translator.Write(json, document.Find(reference));
        return buffer.ToArray();
    }
}
