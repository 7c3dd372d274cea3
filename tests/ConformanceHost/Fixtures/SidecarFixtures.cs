using ModelContextProtocol.Server;

namespace ConformanceHost.Fixtures;

/// <summary>
/// The fixtures as a third-party server has them: tools and prompts without the prefix that the production instance puts before each name, so that behind a
/// server of that name they get exactly the names the suites ask for. Resources keep their URIs anyway; one server has them.
/// </summary>
internal static class SidecarFixtures
{
    private const string Tested = "test";

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
        var prompts = new McpServerPrimitiveCollection<McpServerPrompt>();
        foreach (var prompt in options.PromptCollection!.Where(p => p.ProtocolPrompt.Name.StartsWith(server + "_", StringComparison.Ordinal)))
        {
            prompt.ProtocolPrompt.Name = prompt.ProtocolPrompt.Name[(server.Length + 1)..];
            prompts.Add(prompt);
        }
        options.PromptCollection = prompts;
        if (server == Tested)
            return options;
        (options.PromptCollection, options.ResourceCollection, options.Handlers.CompleteHandler) = (null, null, null);
        (options.Handlers.SubscribeToResourcesHandler, options.Handlers.UnsubscribeFromResourcesHandler, options.Handlers.SetLoggingLevelHandler) = (null, null, null);
        return options;
    }
}
