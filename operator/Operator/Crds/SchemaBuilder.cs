using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Operator.Crds;

/// <summary>Structural OpenAPI schemas from C# types and the attributes on them.</summary>
internal sealed class SchemaBuilder(XmlDocumentation documentation, bool withRules)
{
    /// <summary>Schema of a kind, with what its name has to look like.</summary>
    public JsonObject Root(Type kind)
    {
        var schema = ObjectOf(kind);
        schema["description"] = documentation.Of(kind);
        var properties = schema["properties"]!.AsObject();
        properties["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = "API group and version of this object." };
        properties["kind"] = new JsonObject { ["type"] = "string", ["description"] = "Kind of this object." };
        var name = kind.GetCustomAttribute<EntityNameAttribute>()!;
        var nameSchema = new JsonObject { ["type"] = "string" };
        if (name.RegexPattern is { } pattern)
            nameSchema["pattern"] = pattern;
        nameSchema["maxLength"] = name.MaxLength;
        properties["metadata"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["name"] = nameSchema } };
        return schema;
    }

    private JsonObject ObjectOf(Type type)
    {
        var schema = new JsonObject { ["type"] = "object" };
        var required = new JsonArray();
        var properties = new JsonObject();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>() is not { Name: var wireName })
                continue;
            if (property.GetCustomAttribute<RequiredAttribute>() is not null)
                required.Add(wireName);
            properties[wireName] = wireName == "metadata" ? new JsonObject { ["type"] = "object" } : PropertyOf(property);
        }

        if (required.Count > 0)
            schema["required"] = required;
        schema["properties"] = properties;
        if (type.GetCustomAttribute<PreserveUnknownFieldsAttribute>() is not null)
            schema["x-kubernetes-preserve-unknown-fields"] = true;
        AddRules(schema, type);
        return schema;
    }

    private JsonObject PropertyOf(PropertyInfo property)
    {
        var schema = new JsonObject { ["description"] = documentation.Of(property) };
        var body = property.GetCustomAttribute<IntOrStringAttribute>() is null ? TypeOf(property.PropertyType) : IntOrString();
        foreach (var (key, value) in body.ToArray())
        {
            body.Remove(key);
            schema[key] = value;
        }

        Constraints.Add(schema, property);
        AddRules(schema, property);
        return schema;
    }

    private JsonObject TypeOf(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type.IsEnum)
            return new() { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(name))]) };
        if (type == typeof(string))
            return new() { ["type"] = "string" };
        if (type == typeof(bool))
            return new() { ["type"] = "boolean" };
        if (type == typeof(int))
            return new() { ["type"] = "integer", ["format"] = "int32" };
        if (type == typeof(long))
            return new() { ["type"] = "integer", ["format"] = "int64" };
        if (type == typeof(DateTimeOffset))
            return new() { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(JsonElement))
            return new() { ["x-kubernetes-preserve-unknown-fields"] = true };
        if (type == typeof(V1Condition))
            return ConditionSchema.Create();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new() { ["type"] = "object", ["additionalProperties"] = TypeOf(type.GetGenericArguments()[1]) };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return new() { ["type"] = "array", ["items"] = TypeOf(type.GetGenericArguments()[0]) };
        return ObjectOf(type);
    }

    private void AddRules(JsonObject schema, MemberInfo member)
    {
        var rules = member.GetCustomAttributes<ValidationRuleAttribute>().Select(rule => (JsonNode)new JsonObject { ["rule"] = rule.Rule, ["message"] = rule.Message }).ToArray();
        if (withRules && rules.Length > 0)
            schema["x-kubernetes-validations"] = new JsonArray(rules);
    }

    // Without the customary anyOf: it lets a server answer one wrong value with three errors, one of them without a field.
    private static JsonObject IntOrString() => new() { ["x-kubernetes-int-or-string"] = true };
}
