using System.Text.Json.Nodes;

namespace Instance.Tests.Support;

/// <summary>Requests of revision 2026-07-28 as text, with the headers that belong to them.</summary>
internal static class Rpc
{
    public const string Version = "2026-07-28";

    public static JsonObject Body(string method, JsonObject? parameters = null)
    {
        parameters ??= [];
        parameters["_meta"] = new JsonObject
        {
            ["io.modelcontextprotocol/protocolVersion"] = Version,
            ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
        };
        return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters };
    }

    public static JsonObject Call(string tool, JsonObject? arguments = null) => Body("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments ?? [] });

    public static (string, string)[] Headers(string method, string? name = null, params (string, string)[] others) =>
        [("MCP-Protocol-Version", Version), ("Mcp-Method", method), ("Mcp-Name", name ?? ""), .. others];
}
