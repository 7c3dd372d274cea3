using System.Text.Json;

namespace McpTenants.Instance.Protocol;

/// <summary>Checks that parsed JSON is exactly one JSON-RPC 2.0 message of MCP, and finds the members that the other checks need.</summary>
internal sealed record JsonRpcShape(JsonElement? Id, string? Method, JsonElement? Params)
{
    /// <summary>True for a message without a method: the client's answer to a request of the server.</summary>
    public bool IsResponse => Method is null;

    public static McpRefusal? TryRead(JsonElement root, out JsonRpcShape shape)
    {
        shape = new JsonRpcShape(null, null, null);
        if (root.ValueKind is JsonValueKind.Array)
            return McpRefusal.InvalidRequest("JSON-RPC batches are not supported.");
        if (root.ValueKind is not JsonValueKind.Object)
            return McpRefusal.InvalidRequest("The body must be one JSON-RPC message.");
        if (Find(root, "id") is { } id)
        {
            // MCP forbids a null id, and a fraction cannot be compared reliably.
            if (id.ValueKind is not JsonValueKind.String && !(id.ValueKind is JsonValueKind.Number && id.TryGetInt64(out _)))
                return McpRefusal.InvalidRequest("The id must be a string or an integer.");
            shape = shape with { Id = id };
        }
        if (Find(root, "jsonrpc") is not { ValueKind: JsonValueKind.String } version || !version.ValueEquals("2.0"))
            return McpRefusal.InvalidRequest("The member jsonrpc must be \"2.0\".");
        var hasAnswer = root.TryGetProperty("result", out _) || root.TryGetProperty("error", out _);
        if (Find(root, "method") is not { } method)
            return hasAnswer && shape.Id is not null ? null : McpRefusal.InvalidRequest("The message has no method.");
        if (method.ValueKind is not JsonValueKind.String || hasAnswer)
            return McpRefusal.InvalidRequest("The message must be a request or a notification.");
        var parameters = Find(root, "params");
        if (parameters is { ValueKind: not JsonValueKind.Object })
            return McpRefusal.InvalidRequest("The params must be an object.");
        shape = shape with { Method = method.GetString(), Params = parameters };
        return null;
    }

    /// <summary>A string member of params, or null.</summary>
    public string? Parameter(string name) => Params is { } p && Find(p, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A member of <c>params._meta</c>, or null.</summary>
    public JsonElement? Meta(string name) =>
        Params is { } p && Find(p, "_meta") is { ValueKind: JsonValueKind.Object } meta ? Find(meta, name) : null;

    /// <summary>What a request is about: the body's value that the Mcp-Name header mirrors.</summary>
    public string? RoutingName => Method switch
    {
        "tools/call" or "prompts/get" => Parameter("name"),
        "resources/read" => Parameter("uri"),
        _ => null,
    };

    internal static JsonElement? Find(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;
}
