using System.Text.Json.Nodes;

namespace Kubernetes.ModelGenerator;

/// <summary>One property of a record.</summary>
internal sealed record ModelProperty(string Json, string Name, PropertyType Type, string? Description, string Nullability, string Initializer)
{
    public static ModelProperty Of(string json, JsonNode schema, bool required, GroupVersionKind? kind, GeneratorSettings settings)
    {
        var type = PropertyType.Of(schema, settings);
        var description = schema["description"]?.GetValue<string>();
        var initializer = Initial(json, type, required, kind);
        var nullability = initializer.Length > 0 || (required && type.IsValue) ? "" : "?";
        return new ModelProperty(json, Naming.PropertyName(json), type, description, nullability, initializer);
    }

    private static string Initial(string json, PropertyType type, bool required, GroupVersionKind? kind) => json switch
    {
        // Server-side apply needs both, and the server leaves them out of list items.
        "apiVersion" when kind is not null => $" = \"{kind.ApiVersion}\";",
        "kind" when kind is not null => " = KubeKind;",
        "metadata" when kind is not null && type.Name is "V1ObjectMeta" or "V1ListMeta" => " = new();",
        "items" when kind is not null && required => " = [];",
        _ when required && !type.IsValue => " = null!;",
        _ => "",
    };
}
