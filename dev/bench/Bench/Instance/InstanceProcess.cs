using System.Net;
using System.Text.Json.Nodes;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;

namespace McpTenants.Bench.Instance;

/// <summary>Our instance as a plain process, and the calls that it answers.</summary>
internal static class InstanceProcess
{
    /// <summary>Identity of the tenant that it serves.</summary>
    public const string TenantUid = "00000000-0000-4000-8000-000000000001";

    /// <summary>Host of the tenant that it serves.</summary>
    public const string Host = "bench.mcp.test";

    /// <summary>Starts one.</summary>
    public static ServerProcess Start(BenchContext context, IPEndPoint endpoint, InstanceFolder? folder = null)
    {
        var binary = context.Program("instance", "mcp-instance");
        if (!File.Exists(binary))
            throw new NotMeasurableException("mcp-instance is not published");
        return ServerProcess.Start(
            binary,
            ["serve", "--port", $"{endpoint.Port}", "--admin-port", $"{FreePort.Next().Port}"],
            [.. RuntimeEnvironment.Variables, .. (folder ?? new InstanceFolder(context)).Variables],
            context.LogFile("instance"));
    }

    /// <summary>A stateless call (revision 2026-07-28) of a tool.</summary>
    public static byte[] ToolCall(string host, string tool, JsonObject arguments, params IEnumerable<(string Name, string Value)> headers) =>
        Request(host, "tools/call", tool, new JsonObject { ["name"] = tool, ["arguments"] = arguments }, headers);

    /// <summary>The same with our own tenant's token.</summary>
    public static byte[] ToolCall(string tool, JsonObject arguments) => ToolCall(Host, tool, arguments, BenchToken.Header);

    /// <summary>A stateless <c>tools/list</c>.</summary>
    public static byte[] ToolsList(string host, params IEnumerable<(string Name, string Value)> headers) => Request(host, "tools/list", null, [], headers);

    /// <summary>The same with our own tenant's token.</summary>
    public static byte[] ToolsList() => ToolsList(Host, BenchToken.Header);

    private static byte[] Request(string host, string method, string? name, JsonObject parameters, IEnumerable<(string Name, string Value)> more)
    {
        parameters["_meta"] = new JsonObject
        {
            ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
            ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
        };
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters };
        List<(string Name, string Value)> headers = [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method), .. more];
        if (name is not null)
            headers.Add(("Mcp-Name", name));
        return HttpRequestBytes.Post(host, "/mcp", body.ToJsonString(), headers);
    }
}
