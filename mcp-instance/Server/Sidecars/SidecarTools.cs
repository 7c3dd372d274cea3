using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Sidecars.Calls;
using McpTenants.Instance.Tools;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>Tools of a third-party server as tools of this one: prefixed, bounded, and judged by the same rules.</summary>
internal static class SidecarTools
{
    public static IReadOnlyList<ToolDefinition> Create(string server, IReadOnlyList<Tool> tools, SidecarCaller caller, CarriedState states)
    {
        var names = AddedToolNames.For(server, [.. tools.Select(tool => (tool.Name, tool.Name))]);
        return [.. tools.Select((tool, i) => new ToolDefinition(
            names[i],
            Bounded.Text(tool.Title ?? tool.Annotations?.Title ?? tool.Name, 200),
            Bounded.Text(tool.Description ?? "", 4000),
            tool.InputSchema.GetRawText(),
            Kind(tool.Annotations),
            (arguments, ct) => CallAsync(tool.Name, arguments, caller, states, ct))
        {
            IsIdempotent = tool.Annotations?.IdempotentHint ?? tool.Annotations?.ReadOnlyHint ?? false,
            IsOpenWorld = tool.Annotations?.OpenWorldHint ?? true,
        })];
    }

    // The protocol's own defaults: a tool that does not say otherwise may destroy something.
    private static ToolKind Kind(ToolAnnotations? hints) =>
        hints?.ReadOnlyHint is true ? ToolKind.Read : hints?.DestructiveHint is false ? ToolKind.Add : ToolKind.Destroy;

    private static async Task<ToolOutput> CallAsync(string tool, ToolArguments arguments, SidecarCaller caller, CarriedState states, CancellationToken cancellationToken)
    {
        var given = new JsonObject(arguments.All.Select(a => KeyValuePair.Create(a.Key, JsonSerializer.SerializeToNode(a.Value, DialogueJson.Default.JsonElement))));
        var parameters = new JsonObject { ["name"] = tool, ["arguments"] = given };
        try
        {
            return await states.RunAsync(arguments.Caller!, arguments.Origin.Subject, arguments.Origin.Tool, parameters, async round => ToolOutput.Made(
                await caller.RequestAsync(new SidecarRequest(RequestMethods.ToolsCall, round, arguments.Caller!) { Progress = arguments.Progress }, Read, cancellationToken).ConfigureAwait(false)))
                .ConfigureAwait(false);
        }
        catch (SidecarException e)
        {
            return ToolOutput.Failed(e.About("tool"));
        }
    }

    private static CallToolResult Read(JsonNode? answer)
    {
        var result = SidecarJson.Read<CallToolResult>(answer);
        // The library takes null for a list and for what is in it.
        return result.Content is { } content && content.All(block => block is not null)
            ? new CallToolResult { Content = content, StructuredContent = result.StructuredContent, IsError = result.IsError }
            : throw new JsonException();
    }
}
