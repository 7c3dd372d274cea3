using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;

namespace McpTenants.Instance.Sidecars.Calls;

/// <summary>The protocol's types, from what a third-party server has sent.</summary>
internal static class SidecarJson
{
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));

    /// <exception cref="JsonException">It is not one.</exception>
    public static T Read<T>(JsonNode? node) => node is JsonObject ? node.Deserialize(Of<T>()) ?? throw new JsonException() : throw new JsonException();
}
