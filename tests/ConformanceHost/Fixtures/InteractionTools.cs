using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
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
        FixtureServer.Tool("test_elicitation", (RequestContext<CallToolRequestParams> context, string message, CancellationToken ct) =>
            ElicitAsync(context, message, new() { ["response"] = new StringSchema { Description = "Your answer" } }, ct)),
        FixtureServer.Tool("test_elicitation_sep1034_defaults", (RequestContext<CallToolRequestParams> context, CancellationToken ct) => ElicitAsync(context, "Defaults", Defaults(), ct)),
        FixtureServer.Tool("test_elicitation_sep1330_enums", (RequestContext<CallToolRequestParams> context, CancellationToken ct) => ElicitAsync(context, "Enumerations", Enumerations(), ct)),
    ];

    private static async Task<string> LogAsync(RequestContext<CallToolRequestParams> context, CancellationToken ct)
    {
        foreach (var step in (string[])["Tool execution started", "Tool processing data", "Tool execution completed"])
        {
            // By hand: the library's own logger has no level to go by in a request that stands by itself.
            if (!IsModern(context) || context.JsonRpcRequest.Params?["_meta"]?[MetaKeys.LogLevel] is not null)
            {
                await context.Server.SendMessageAsync(
                    new JsonRpcNotification { Method = NotificationMethods.LoggingMessageNotification, Params = new JsonObject { ["level"] = "info", ["logger"] = "conformance", ["data"] = step } }, ct);
            }
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

    // In both eras: the older ones ask while the tool runs, 2026-07-28 asks by the answer.
    private static async Task<string> SampleAsync(RequestContext<CallToolRequestParams> context, string prompt, CancellationToken ct)
    {
        var message = new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = prompt }] };
        var question = new CreateMessageRequestParams { Messages = [message], MaxTokens = 100 };
        var result = IsModern(context)
            ? Answer(context, InputResponse.CreateMessageResultJsonTypeInfo) ?? throw Ask(InputRequest.ForSampling(question))
            : await context.Server.SampleAsync(question, ct);
        return "LLM response: " + result.Content.OfType<TextContentBlock>().FirstOrDefault()?.Text;
    }

    private static async Task<string> ElicitAsync(
        RequestContext<CallToolRequestParams> context, string message, Dictionary<string, PrimitiveSchemaDefinition> properties, CancellationToken ct)
    {
        var question = new ElicitRequestParams { Message = message, RequestedSchema = new RequestSchema { Properties = properties } };
        var result = IsModern(context)
            ? Answer(context, InputResponse.ElicitResultJsonTypeInfo) ?? throw Ask(InputRequest.ForElicitation(question))
            : await context.Server.ElicitAsync(question, ct);
        return $"Elicitation completed: action={result.Action}";
    }

    private static bool IsModern(RequestContext<CallToolRequestParams> context) => context.JsonRpcRequest.Context?.ProtocolVersion == "2026-07-28";

    private static T? Answer<T>(RequestContext<CallToolRequestParams> context, JsonTypeInfo<T> type)
        where T : class => context.Params!.InputResponses?.TryGetValue("question", out var answer) is true ? answer.Deserialize(type) : null;

    private static InputRequiredException Ask(InputRequest question) => new(new Dictionary<string, InputRequest>(StringComparer.Ordinal) { ["question"] = question });

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
