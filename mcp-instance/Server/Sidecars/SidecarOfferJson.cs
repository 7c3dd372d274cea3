using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>An offer as JSON, in the protocol's own words.</summary>
internal static class SidecarOfferJson
{
    public static string Write(SidecarOffer offer) => new JsonObject
    {
        ["tools"] = List(offer.Tools),
        ["prompts"] = List(offer.Prompts),
        ["resources"] = List(offer.Resources),
        ["resourceTemplates"] = List(offer.Templates),
        ["reads"] = offer.HasResources,
        ["completes"] = offer.Completes,
    }.ToJsonString();

    /// <exception cref="JsonException">It is not one.</exception>
    /// <exception cref="InvalidOperationException">It is JSON, but not one.</exception>
    public static SidecarOffer Read(ReadOnlySpan<byte> json) => JsonNode.Parse(json) is not JsonObject all
        ? throw new JsonException()
        : new SidecarOffer
        {
            Tools = [.. List<Tool>(all["tools"]).Where(OfferBounds.IsUsable)],
            Prompts = [.. List<Prompt>(all["prompts"]).Where(OfferBounds.IsUsable)],
            Resources = [.. List<Resource>(all["resources"]).Where(OfferBounds.IsUsable)],
            Templates = [.. List<ResourceTemplate>(all["resourceTemplates"]).Where(OfferBounds.IsUsable)],
            HasResources = all["reads"]?.GetValue<bool>() ?? false,
            Completes = all["completes"]?.GetValue<bool>() ?? false,
        };

    public static bool AreSame(IReadOnlyList<Tool> left, IReadOnlyList<Tool> right) => List(left).ToJsonString() == List(right).ToJsonString();

    private static JsonArray List<T>(IReadOnlyList<T> items) => [.. items.Select(item => JsonSerializer.SerializeToNode(item, Shape<T>()))];

    private static IEnumerable<T> List<T>(JsonNode? items) => (items as JsonArray)?.Select(item => item.Deserialize(Shape<T>()) ?? throw new JsonException()) ?? [];

    private static JsonTypeInfo<T> Shape<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));
}
