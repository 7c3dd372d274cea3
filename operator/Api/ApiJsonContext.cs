using System.Text.Json.Serialization;

namespace McpTenants.Api;

/// <summary>Reflection-free serialisation of our kinds; hand <c>Default</c> to the client's resolver chain.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(McpTenant))]
[JsonSerializable(typeof(McpExportTarget))]
[JsonSerializable(typeof(McpTenantTombstone))]
[JsonSerializable(typeof(McpVaultBinding))]
public sealed partial class ApiJsonContext : JsonSerializerContext;
