using ModelContextProtocol.Server;

namespace ConformanceHost.Fixtures;

/// <summary>
/// The fixtures' tools as a third-party server has them: without the prefix that the production instance puts before each name, so that behind a server of
/// that name they get exactly the names the suites ask for.
/// </summary>
internal static class SidecarFixtures
{
    public static McpServerOptions Create(string server)
    {
        var options = FixtureServer.Create();
        var own = new McpServerPrimitiveCollection<McpServerTool>();
        foreach (var tool in options.ToolCollection!.Where(t => t.ProtocolTool.Name.StartsWith(server + "_", StringComparison.Ordinal)))
        {
            tool.ProtocolTool.Name = tool.ProtocolTool.Name[(server.Length + 1)..];
            own.Add(tool);
        }
        options.ToolCollection = own;
        return options;
    }
}
