using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpTenants.Instance.Dialogue;

/// <summary>What a client declares that it can do for a server, as far as it is passed on: putting questions to a person or a model, and naming roots.</summary>
internal static class RelayedCapabilities
{
    /// <summary>What a server may ask at all.</summary>
    public static readonly IReadOnlyList<string> Methods = ["elicitation/create", "sampling/createMessage", "roots/list"];

    private const int MaximumText = 1024;
    private const string Elicitation = "elicitation";
    private const string Sampling = "sampling";
    private const string Roots = "roots";

    /// <summary>A copy with nothing else in it; empty when it would be unreasonably large.</summary>
    public static JsonObject Of(JsonNode? declared)
    {
        var relayed = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)[Elicitation, Sampling, Roots])
        {
            if ((declared as JsonObject)?[name] is JsonObject capability)
                relayed[name] = name == Roots ? new JsonObject() : capability.DeepClone(); // That roots have changed is not passed on.
        }
        return relayed.ToJsonString().Length <= MaximumText ? relayed : [];
    }

    /// <summary>Whether a client with these capabilities may be asked that.</summary>
    public static bool Cover(JsonObject capabilities, string method, JsonNode? parameters) => method switch
    {
        "elicitation/create" => capabilities[Elicitation] is JsonObject modes
            && (Mode(parameters) == "url" ? modes.ContainsKey("url") : modes.Count == 0 || modes.ContainsKey("form")),
        "sampling/createMessage" => capabilities[Sampling] is JsonObject sampling
            && ((parameters as JsonObject)?.ContainsKey("tools") is not true || sampling.ContainsKey("tools")),
        "roots/list" => capabilities.ContainsKey(Roots),
        _ => false,
    };

    private static string? Mode(JsonNode? parameters) =>
        parameters is JsonObject all && all["mode"] is JsonValue mode && mode.GetValueKind() is JsonValueKind.String ? mode.GetValue<string>() : null;
}
