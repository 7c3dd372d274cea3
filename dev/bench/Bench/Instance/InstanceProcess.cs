using System.Net;
using System.Text.Json.Nodes;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;

namespace McpTenants.Bench.Instance;

/// <summary>Our instance as a plain process with a tenant of its own.</summary>
internal static class InstanceProcess
{
    /// <summary>Identity of the tenant that it serves unless told otherwise.</summary>
    public const string TenantUid = "00000000-0000-4000-8000-000000000001";

    /// <summary>Starts one.</summary>
    public static ServerProcess Start(BenchContext context, IPEndPoint endpoint, string tenantUid = TenantUid)
    {
        var binary = context.Program("instance", "mcp-instance");
        if (!File.Exists(binary))
            throw new NotMeasurableException("mcp-instance is not published");
        var folder = context.NewFolder("instance");
        var config = Directory.CreateDirectory(Path.Combine(folder, "config")).FullName;
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        var secrets = Directory.CreateDirectory(Path.Combine(folder, "secrets")).FullName;
        File.WriteAllText(Path.Combine(config, "instance.json"), Configuration(tenantUid).ToJsonString());
        File.WriteAllText(Path.Combine(config, "jwks.json"), """{"keys":[]}""");
        return ServerProcess.Start(
            binary,
            ["serve", "--port", $"{endpoint.Port}", "--admin-port", $"{FreePort.Next().Port}"],
            [.. RuntimeEnvironment.Variables, ("MCP_CONFIG_DIR", config), ("MCP_DATA_DIR", data), ("MCP_SECRETS_DIR", secrets)],
            context.LogFile("instance"));
    }

    /// <summary>A stateless call (revision 2026-07-28) of a tool.</summary>
    public static byte[] ToolCall(string host, string tool, JsonObject arguments, params IEnumerable<(string Name, string Value)> headers) =>
        Request(host, "tools/call", tool, new JsonObject { ["name"] = tool, ["arguments"] = arguments }, headers);

    /// <summary>A stateless <c>tools/list</c>.</summary>
    public static byte[] ToolsList(string host, params IEnumerable<(string Name, string Value)> headers) => Request(host, "tools/list", null, [], headers);

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

    // Anonymous and without limits: the instance's own work is measured; what a token costs is a measurement of its own.
    private static JsonObject Configuration(string tenantUid) => new()
    {
        ["tenant"] = new JsonObject { ["uid"] = tenantUid, ["name"] = "bench", ["displayName"] = "Bench", ["tier"] = "standard", ["region"] = "" },
        ["url"] = "https://bench.mcp.test/mcp",
        ["namespace"] = "mcpt-bench",
        ["auth"] = new JsonObject { ["mode"] = "Anonymous", ["audience"] = "https://bench.mcp.test/mcp", ["requiredScopes"] = new JsonArray(), ["apiKeys"] = new JsonArray() },
        ["tools"] = new JsonObject
        {
            ["allow"] = new JsonArray("*"),
            ["deny"] = new JsonArray(),
            ["destructive"] = "Deny",
            ["descriptions"] = new JsonObject(),
            ["defaults"] = new JsonObject(),
        },
        ["limits"] = new JsonObject
        {
            ["requestsPerMinute"] = 10_000_000,
            ["burst"] = 1_000_000,
            ["perUserRequestsPerMinute"] = 10_000_000,
            ["maxConcurrent"] = 1000,
            ["maxRequestBytes"] = 4 << 20,
            ["maxResponseBytes"] = 8 << 20,
            ["toolTimeoutSeconds"] = 60,
            ["monthlyToolCalls"] = 1_000_000_000,
        },
    };
}
