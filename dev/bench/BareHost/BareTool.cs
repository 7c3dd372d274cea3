using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpTenants.Instance.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.BareHost;

/// <summary>A tool of the instance as the SDK would call it: arguments in, text and structure out.</summary>
internal sealed class BareTool(ToolDefinition definition) : McpServerTool
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override Tool ProtocolTool { get; } = new() { Name = definition.Name, Description = definition.Description, InputSchema = JsonElement.Parse(definition.InputSchema) };

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var arguments = new Dictionary<string, JsonElement>(request.Params?.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal), StringComparer.Ordinal);
        var output = await definition.InvokeAsync(new ToolArguments(arguments), cancellationToken);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
            output.Write!(json);
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        return new CallToolResult { Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(bytes) }], StructuredContent = JsonElement.Parse(bytes) };
    }
}
