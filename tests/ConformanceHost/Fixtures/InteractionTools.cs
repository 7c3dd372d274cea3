using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static ModelContextProtocol.Protocol.ElicitRequestParams;

namespace ConformanceHost.Fixtures;

/// <summary>Tools that talk to the client while they run: logs, progress, sampling and elicitation of the older revisions.</summary>
internal static class InteractionTools
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<McpServerTool> All =>
    [
        FixtureServer.Tool("test_tool_with_logging", LogAsync),
        FixtureServer.Tool("test_tool_with_progress", ProgressAsync),
        FixtureServer.Tool("test_sampling", SampleAsync),
        FixtureServer.Tool("test_elicitation", (McpServer server, string message, CancellationToken ct) =>
            ElicitAsync(server, message, new() { ["response"] = new StringSchema { Description = "Your answer" } }, ct)),
        FixtureServer.Tool("test_elicitation_sep1034_defaults", (McpServer server, CancellationToken ct) => ElicitAsync(server, "Defaults", Defaults(), ct)),
        FixtureServer.Tool("test_elicitation_sep1330_enums", (McpServer server, CancellationToken ct) => ElicitAsync(server, "Enumerations", Enumerations(), ct)),
    ];

    private static async Task<string> LogAsync(McpServer server, CancellationToken ct)
    {
        using var provider = server.AsClientLoggerProvider();
        var logger = provider.CreateLogger("conformance");
        foreach (var step in (string[])["Tool execution started", "Tool processing data", "Tool execution completed"])
        {
#pragma warning disable CA1848, CA2254 // Three lines for a client's log window.
            logger.LogInformation(step);
#pragma warning restore CA1848, CA2254
            await Task.Delay(Pause, TimeProvider.System, ct);
        }
        return "Logged.";
    }

    private static async Task<string> ProgressAsync(RequestContext<CallToolRequestParams> context, CancellationToken ct)
    {
        if (context.Params?.ProgressToken is not { } token)
            return "No progress token.";
        foreach (var progress in (int[])[0, 50, 100])
        {
            await context.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = progress, Total = 100 }, cancellationToken: ct);
            await Task.Delay(Pause, TimeProvider.System, ct);
        }
        return "Done.";
    }

    private static async Task<string> SampleAsync(McpServer server, string prompt, CancellationToken ct)
    {
        var message = new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = prompt }] };
        var result = await server.SampleAsync(new CreateMessageRequestParams { Messages = [message], MaxTokens = 100 }, ct);
        return "LLM response: " + result.Content.OfType<TextContentBlock>().FirstOrDefault()?.Text;
    }

    private static async Task<string> ElicitAsync(McpServer server, string message, Dictionary<string, PrimitiveSchemaDefinition> properties, CancellationToken ct)
    {
        var result = await server.ElicitAsync(new ElicitRequestParams { Message = message, RequestedSchema = new RequestSchema { Properties = properties } }, ct);
        return $"Elicitation completed: action={result.Action}";
    }

    private static Dictionary<string, PrimitiveSchemaDefinition> Defaults() => new()
    {
        ["name"] = new StringSchema { Default = "John Doe" },
        ["age"] = new NumberSchema { Type = "integer", Default = 30 },
        ["score"] = new NumberSchema { Default = 95.5 },
        ["status"] = new UntitledSingleSelectEnumSchema { Enum = ["active", "inactive", "pending"], Default = "active" },
        ["verified"] = new BooleanSchema { Default = true },
    };

    private static Dictionary<string, PrimitiveSchemaDefinition> Enumerations() => new()
    {
        ["untitledSingle"] = new UntitledSingleSelectEnumSchema { Enum = ["option1", "option2", "option3"] },
        ["titledSingle"] = new TitledSingleSelectEnumSchema { OneOf = Titled("Option") },
        ["legacyEnum"] = new LegacyTitledEnumSchema { Enum = ["opt1", "opt2", "opt3"], EnumNames = ["Option One", "Option Two", "Option Three"] },
        ["untitledMulti"] = new UntitledMultiSelectEnumSchema { Items = new UntitledEnumItemsSchema { Enum = ["option1", "option2", "option3"] } },
        ["titledMulti"] = new TitledMultiSelectEnumSchema { Items = new TitledEnumItemsSchema { AnyOf = Titled("Choice") } },
    };

    private static List<EnumSchemaOption> Titled(string noun) =>
    [
        new() { Const = "value1", Title = "First " + noun },
        new() { Const = "value2", Title = "Second " + noun },
        new() { Const = "value3", Title = "Third " + noun },
    ];
}
