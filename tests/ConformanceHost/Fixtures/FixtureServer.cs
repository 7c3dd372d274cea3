using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ConformanceHost.Fixtures;

/// <summary>Everything the conformance suite expects a server under test to offer.</summary>
internal static class FixtureServer
{
    public static McpServerOptions Create()
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "conformance-host", Version = "0.1.0" },
            ToolCollection = [.. ContentTools.All, .. InteractionTools.All, .. InputRequiredTools.All, .. DiagnosticTools.All],
            PromptCollection = [.. FixturePrompts.All],
            ResourceCollection = [.. FixtureResources.All],
            ScopeRequests = false,
        };
        options.Handlers.CompleteHandler = (_, _) => ValueTask.FromResult(new CompleteResult { Completion = new Completion { Values = [], Total = 0, HasMore = false } });
        options.Handlers.SubscribeToResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
        options.Handlers.UnsubscribeFromResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
        options.Handlers.SetLoggingLevelHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
        return options;
    }

    public static McpServerTool Tool(string name, Delegate method) => McpServerTool.Create(method, new McpServerToolCreateOptions { Name = name, Description = name });

    public static McpServerTool Tool(string name, Delegate method, string inputSchema)
    {
        var tool = Tool(name, method);
        tool.ProtocolTool.InputSchema = JsonElement.Parse(inputSchema);
        return tool;
    }
}
