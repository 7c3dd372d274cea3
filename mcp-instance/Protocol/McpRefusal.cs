using System.Text.Json.Nodes;

namespace McpTenants.Instance.Protocol;

/// <summary>A request that is answered with an error before any handler has seen it.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Code">JSON-RPC error code.</param>
/// <param name="Message">Text for the caller; says what is wrong with the request and nothing about the server.</param>
public sealed record McpRefusal(int StatusCode, int Code, string Message)
{
    /// <summary>The <c>data</c> member of the error; null leaves it out.</summary>
    public JsonNode? Data { get; init; }

    /// <summary>Response headers, such as <c>WWW-Authenticate</c> or <c>Retry-After</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal static McpRefusal ParseError(string message) => new(400, ErrorCodes.ParseError, message);

    internal static McpRefusal InvalidRequest(string message) => new(400, ErrorCodes.InvalidRequest, message);

    internal static McpRefusal InvalidParams(string message) => new(400, ErrorCodes.InvalidParams, message);

    internal static McpRefusal HeaderMismatch(string message) => new(400, ErrorCodes.HeaderMismatch, message);
}
