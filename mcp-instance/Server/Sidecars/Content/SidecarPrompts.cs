using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Sidecars.Calls;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Sidecars.Content;

/// <summary>Prompts of third-party servers beside our own.</summary>
internal sealed class SidecarPrompts(SidecarSurface surface, SidecarRelay relay)
{
    public void AddTo(McpServerHandlers handlers)
    {
        if (!surface.HasPrompts)
            return;
        var (list, get) = (handlers.ListPromptsHandler, handlers.GetPromptHandler);
        handlers.ListPromptsHandler = async (request, ct) =>
        {
            var own = list is null ? [] : (await list(request, ct).ConfigureAwait(false)).Prompts;
            return new ListPromptsResult { Prompts = [.. own.Concat(surface.Prompts().Select(p => p.Listed)).DistinctBy(p => p.Name, StringComparer.Ordinal)] };
        };
        handlers.GetPromptHandler = async (request, ct) => surface.FindPrompt(request.Params?.Name) is { } prompt
            ? await GetAsync(request, prompt, ct).ConfigureAwait(false)
            : get is not null ? await get(request, ct).ConfigureAwait(false) : throw Unknown();
    }

    private Task<GetPromptResult> GetAsync(RequestContext<GetPromptRequestParams> request, OfferedPrompt prompt, CancellationToken cancellationToken)
    {
        var arguments = request.Params!.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        // The protocol has strings here and nothing else.
        if (arguments.Values.Any(a => a.ValueKind is not JsonValueKind.String))
            throw new McpProtocolException("The arguments of a prompt must be strings.", McpErrorCode.InvalidParams);
        var parameters = new JsonObject { ["name"] = prompt.Original };
        if (arguments.Count > 0)
            parameters["arguments"] = new JsonObject(arguments.Select(a => KeyValuePair.Create(a.Key, JsonSerializer.SerializeToNode(a.Value, DialogueJson.Default.JsonElement))));
        return relay.RunAsync(request, prompt.Server.Connection, prompt.Listed.Name, "prompt", parameters, Read, Refused, cancellationToken);
    }

    private static GetPromptResult Read(JsonNode? answer)
    {
        var result = SidecarJson.Read<GetPromptResult>(answer);
        return result.Messages is { } messages && messages.All(m => m?.Content is not null)
            ? new GetPromptResult { Description = result.Description is { } text ? Bounded.Text(text, 4000) : null, Messages = messages }
            : throw new JsonException();
    }

    private static McpProtocolException? Refused(McpErrorCode code) =>
        code is McpErrorCode.InvalidParams ? new McpProtocolException("The server of this prompt does not take these arguments.", McpErrorCode.InvalidParams) : null;

    private static McpProtocolException Unknown() => new("There is no such prompt.", McpErrorCode.InvalidParams);
}
