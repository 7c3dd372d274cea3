using System.Text.Json.Nodes;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Sidecars.Content;
using McpTenants.Instance.Tools;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Serving;

/// <summary>
/// The name by which scopes are looked up for a request. Resources and prompts show what tools show, so they must not be a way round the scopes of these
/// tools; those of third-party servers have names of their own.
/// </summary>
internal static class OperationNames
{
    /// <summary>Null: the scopes of every request are enough.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="isOffered">Whether it is a call of a tool that exists; nothing may be decided by the name of one that does not.</param>
    /// <param name="surface">What third-party servers offer.</param>
    public static string? Of(McpCall call, bool isOffered, SidecarSurface surface) => call.Method switch
    {
        "tools/call" => isOffered ? call.Name : null,
        "resources/read" => surface.OwnerOf(call.Name)?.ResourcesName ?? "document_get",
        "resources/list" => "document_list",
        "prompts/get" => Prompt(call.Name, surface),
        "completion/complete" => Completion(call, surface),
        _ => null,
    };

    private static string? Prompt(string? name, SidecarSurface surface) => DocumentPrompts.ToolOf(name) ?? surface.FindPrompt(name)?.Listed.Name;

    private static string? Completion(McpCall call, SidecarSurface surface)
    {
        if ((call.Message as JsonRpcRequest)?.Params is not JsonObject parameters || parameters["ref"] is not JsonObject reference)
            return null;
        return Text(reference["uri"]) is { } uri ? (surface.OwnerOfTemplate(uri) ?? surface.OwnerOf(uri))?.ResourcesName : Prompt(Text(reference["name"]), surface);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
