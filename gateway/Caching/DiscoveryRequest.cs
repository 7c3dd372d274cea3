using System.Collections.Frozen;
using System.Text.Json;

namespace McpTenants.Gateway.Caching;

/// <summary>A request of revision 2026-07-28 whose answer a server may declare public: what it can do, and its lists.</summary>
/// <param name="Id">The id, as it stands in the request.</param>
/// <param name="Question">All that the answer may depend on, apart from the tenant.</param>
internal sealed record DiscoveryRequest(string Id, string Question)
{
    private const string Revision = "2026-07-28";
    private const int MaxBytes = 4 * 1024;

    private static readonly FrozenSet<string> Methods =
        FrozenSet.Create(StringComparer.Ordinal, "server/discover", "tools/list", "prompts/list", "resources/list", "resources/templates/list");

    /// <summary>
    /// Null for every other call, whose body is then left or put back; and for any that the server would have to refuse: only what is plainly
    /// right is answered without it.
    /// </summary>
    public static ValueTask<DiscoveryRequest?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var headers = request.Headers;
        if (headers["Mcp-Method"] is not [{ } method] || !Methods.Contains(method) || headers["MCP-Protocol-Version"] is not [Revision]
            || request.ContentLength is not { } length || length > MaxBytes || headers.ContentEncoding.Count > 0)
            return default;
        return ReadBodyAsync(request, method, (int)length, ct);
    }

    private static async ValueTask<DiscoveryRequest?> ReadBodyAsync(HttpRequest request, string method, int length, CancellationToken ct)
    {
        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body, ct);
        request.Body = new MemoryStream(body, writable: false);
        try
        {
            using var message = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            return Read(message.RootElement, method);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DiscoveryRequest? Read(JsonElement message, string method)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("id", out var id) || id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)
            || !Is(message, "jsonrpc", "2.0") || !Is(message, "method", method)
            || !message.TryGetProperty("params", out var parameters) || parameters.ValueKind != JsonValueKind.Object
            || !parameters.TryGetProperty("_meta", out var meta) || meta.ValueKind != JsonValueKind.Object
            || !Is(meta, "io.modelcontextprotocol/protocolVersion", Revision)
            || !meta.TryGetProperty("io.modelcontextprotocol/clientCapabilities", out var capabilities) || capabilities.ValueKind != JsonValueKind.Object)
            return null;
        // Everything that a server could look at stands in the question, except who asks: clientInfo, trace context and progress tokens are about him.
        var rest = parameters.EnumerateObject().Where(p => !p.NameEquals("_meta")).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value.GetRawText()}");
        return new DiscoveryRequest(id.GetRawText(), string.Join('\n', [Revision, method, capabilities.GetRawText(), .. rest]));
    }

    private static bool Is(JsonElement container, string name, string value) =>
        container.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(value);
}
