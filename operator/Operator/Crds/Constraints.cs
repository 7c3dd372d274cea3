using System.Reflection;
using System.Text.Json.Nodes;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Operator.Crds;

/// <summary>Turns the attributes of one property into OpenAPI keywords.</summary>
internal static class Constraints
{
    /// <summary>Adds the keywords to the property's schema.</summary>
    public static void Add(JsonObject schema, PropertyInfo property)
    {
        if (property.GetCustomAttribute<PatternAttribute>() is { } pattern)
            schema["pattern"] = pattern.RegexPattern;
        if (property.GetCustomAttribute<LengthAttribute>() is { } length)
            Bounds(schema, "minLength", length.MinLength, "maxLength", length.MaxLength);
        if (property.GetCustomAttribute<RangeMinimumAttribute>() is { } minimum)
            schema["minimum"] = minimum.Minimum;
        if (property.GetCustomAttribute<RangeMaximumAttribute>() is { } maximum)
            schema["maximum"] = maximum.Maximum;
        if (property.GetCustomAttribute<DefaultAttribute>() is { Value: var value })
            schema["default"] = value is Enum ? value.ToString() : JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(value));
        AddItems(schema, property);
    }

    private static void AddItems(JsonObject schema, PropertyInfo property)
    {
        var isList = schema["items"] is not null;
        if (property.GetCustomAttribute<ItemsAttribute>() is { } items)
            Bounds(schema, isList ? "minItems" : "minProperties", items.MinItems, isList ? "maxItems" : "maxProperties", items.MaxItems);
        if (property.GetCustomAttribute<ItemPatternAttribute>() is { } itemPattern && (schema["items"] ?? schema["additionalProperties"]) is JsonObject item)
        {
            if (itemPattern.RegexPattern is not null)
                item["pattern"] = itemPattern.RegexPattern;
            item["maxLength"] = itemPattern.MaxLength;
        }

        if (!isList)
            return;
        var keys = property.GetCustomAttribute<ListMapAttribute>()?.Keys;
        schema["x-kubernetes-list-type"] = keys is null ? "atomic" : "map";
        if (keys is not null)
            schema["x-kubernetes-list-map-keys"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]);
    }

    private static void Bounds(JsonObject schema, string low, int minimum, string high, int maximum)
    {
        if (minimum > 0)
            schema[low] = minimum;
        schema[high] = maximum;
    }
}
