using System.Text.Json.Nodes;

namespace Kubernetes.ModelGenerator;

/// <summary>The C# type of a schema.</summary>
/// <param name="Name">Type name without nullability.</param>
/// <param name="IsValue">Whether it is a value type.</param>
/// <param name="IsMicroTime">Whether the server insists on six fractional digits.</param>
internal readonly record struct PropertyType(string Name, bool IsValue, bool IsMicroTime = false)
{
    public static PropertyType Of(JsonNode schema, GeneratorSettings settings)
    {
        if (OpenApiDocument.RefOf(schema) is { } reference)
        {
            return settings.Types.TryGetValue(reference, out var type)
                ? new PropertyType(type, type == "DateTime", reference.EndsWith(".MicroTime", StringComparison.Ordinal))
                : new PropertyType(Naming.TypeName(reference, settings), IsValue: false);
        }

        return (schema["type"]?.GetValue<string>(), schema["format"]?.GetValue<string>()) switch
        {
            ("string", "byte") => new("byte[]", IsValue: false),
            ("string", _) => new("string", IsValue: false),
            ("integer", "int64") => new("long", IsValue: true),
            ("integer", _) => new("int", IsValue: true),
            ("number", _) => new("double", IsValue: true),
            ("boolean", _) => new("bool", IsValue: true),
            ("array", _) => new($"IList<{Of(schema["items"]!, settings).Name}>", IsValue: false),
            ("object", _) when schema["additionalProperties"] is { } values => new($"IDictionary<string, {Of(values, settings).Name}>", IsValue: false),
            ("object", _) or (null, _) => new("object", IsValue: false),
            var other => throw new InvalidDataException($"no C# type for {other}"),
        };
    }
}
