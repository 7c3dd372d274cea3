using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpTenants.Api;

/// <summary>Reflection-free serialisation of <see cref="InstanceConfiguration"/>: camelCase, nulls left out, indented because people read the ConfigMap.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(InstanceConfiguration))]
public sealed partial class InstanceConfigurationJson : JsonSerializerContext
{
    /// <summary>Text of <c>instance.json</c>; the same configuration always gives the same text.</summary>
    public static string Serialize(InstanceConfiguration configuration) => JsonSerializer.Serialize(configuration, Default.InstanceConfiguration);

    /// <summary>Reads <c>instance.json</c>.</summary>
    /// <exception cref="JsonException">The text is not a complete configuration.</exception>
    public static InstanceConfiguration Deserialize(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Default.InstanceConfiguration) ?? throw new JsonException("The configuration is empty.");
}
