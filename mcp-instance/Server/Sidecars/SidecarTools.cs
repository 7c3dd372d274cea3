using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>Tools of a third-party server as tools of this one: prefixed, bounded, and judged by the same rules.</summary>
internal static class SidecarTools
{
    private const int MaximumSchema = 64 << 10;

    private static readonly JsonTypeInfo<Tool> ToolType = (JsonTypeInfo<Tool>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Tool));

    public static IReadOnlyList<ToolDefinition> Create(string server, IReadOnlyList<Tool> tools, Func<string, ToolArguments, CancellationToken, Task<CallToolResult>> call)
    {
        var names = AddedToolNames.For(server, [.. tools.Select(tool => (tool.Name, tool.Name))]);
        return [.. tools.Select((tool, i) => new ToolDefinition(
            names[i],
            Bounded.Text(tool.Title ?? tool.Annotations?.Title ?? tool.Name, 200),
            Bounded.Text(tool.Description ?? "", 4000),
            tool.InputSchema.GetRawText(),
            Kind(tool.Annotations),
            (arguments, ct) => CallAsync(tool.Name, arguments, call, ct))
        {
            IsIdempotent = tool.Annotations?.IdempotentHint ?? tool.Annotations?.ReadOnlyHint ?? false,
            IsOpenWorld = tool.Annotations?.OpenWorldHint ?? true,
        })];
    }

    public static bool IsUsable(Tool tool) => tool.InputSchema.GetRawText().Length <= MaximumSchema;

    public static bool AreSame(IReadOnlyList<Tool> left, IReadOnlyList<Tool> right) => Text(left) == Text(right);

    // The protocol's own defaults: a tool that does not say otherwise may destroy something.
    private static ToolKind Kind(ToolAnnotations? hints) =>
        hints?.ReadOnlyHint is true ? ToolKind.Read : hints?.DestructiveHint is false ? ToolKind.Add : ToolKind.Destroy;

    private static async Task<ToolOutput> CallAsync(
        string tool, ToolArguments arguments, Func<string, ToolArguments, CancellationToken, Task<CallToolResult>> call, CancellationToken cancellationToken)
    {
        try
        {
            var result = await call(tool, arguments, cancellationToken).ConfigureAwait(false);
            return ToolOutput.Made(new CallToolResult { Content = result.Content, StructuredContent = result.StructuredContent, IsError = result.IsError });
        }
        catch (SidecarException e)
        {
            return ToolOutput.Failed(e.Message);
        }
    }

    private static string Text(IReadOnlyList<Tool> tools) => string.Join('\n', tools.Select(tool => JsonSerializer.Serialize(tool, ToolType)));
}
