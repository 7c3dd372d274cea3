using System.Text;
using System.Text.Json.Nodes;

namespace Instance.Tests.Support;

/// <summary>One malformed or hostile request with the answer it deserves.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Status">Expected HTTP status.</param>
/// <param name="Code">Expected JSON-RPC error code; null when the answer carries none.</param>
/// <param name="Body">Body bytes.</param>
internal sealed record HostileRequest(string Name, int Status, int? Code, byte[] Body)
{
    public string Method { get; init; } = "POST";

    public string Path { get; init; } = "/mcp";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public bool IsChunked { get; init; }

    public HostileRequest With(string header, string? value)
    {
        var headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        if (value is null)
            headers.Remove(header);
        else
            headers[header] = value;
        return this with { Headers = headers };
    }

    /// <summary>A body under headers that fit <c>tools/list</c>.</summary>
    public static HostileRequest Raw(string name, int status, int? code, byte[] body) => new(name, status, code, body) { Headers = Standard("tools/list", null) };

    public static HostileRequest Raw(string name, int status, int? code, string body) => Raw(name, status, code, Encoding.UTF8.GetBytes(body));

    /// <summary>A well-formed request of the current revision, for others to spoil.</summary>
    public static HostileRequest Modern(string name, int status, int? code, JsonObject body)
    {
        var parameters = body["params"];
        var method = (string)body["method"]!;
        var subject = method is "tools/call" or "prompts/get" ? (string?)parameters!["name"] : method == "resources/read" ? (string?)parameters!["uri"] : null;
        return new HostileRequest(name, status, code, Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = Standard(method, subject) };
    }

    private static Dictionary<string, string> Standard(string method, string? name)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json",
            ["Accept"] = "application/json, text/event-stream",
            ["MCP-Protocol-Version"] = Rpc.Version,
            ["Mcp-Method"] = method,
        };
        if (name is not null)
            headers["Mcp-Name"] = name.All(c => c is >= ' ' and <= '~') ? name : $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}?=";
        return headers;
    }
}
