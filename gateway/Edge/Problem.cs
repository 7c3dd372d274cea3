using System.Text.Json.Serialization;

namespace McpTenants.Gateway.Edge;

/// <summary>The problem document of a refusal.</summary>
internal sealed record Problem(
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("retryAfterSeconds")] long? RetryAfterSeconds);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class EdgeJson : JsonSerializerContext;
