using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static ModelContextProtocol.Protocol.ElicitRequestParams;

namespace ConformanceHost.Fixtures;

/// <summary>Tools that ask the client by returning input_required (revision 2026-07-28).</summary>
internal static class InputRequiredTools
{
    public static IEnumerable<McpServerTool> All =>
    [
        Tool("elicitation", p => Answered(p, "user_name") ? "Hello!" : throw Ask(null, ("user_name", Question("What is your name?", "name")))),
        Tool("sampling", p => Answered(p, "capital_question") ? "Thank you." : throw Ask(null, ("capital_question", Sampling()))),
        Tool("list_roots", p => Answered(p, "client_roots") ? "Thank you." : throw Ask(null, ("client_roots", Roots()))),
        Tool("request_state", p => State(p) is "asked" ? "state-ok" : throw Ask("asked", ("confirm", Question("Please confirm.", "ok")))),
        Tool("tampered_state", p => State(p) is "asked" ? "state-ok" : throw Ask("asked", ("confirm", Question("Please confirm.", "ok")))),
        Tool("multiple_inputs", p => State(p) is not null && p.InputResponses?.Count >= 3
            ? "All answered."
            : throw Ask("asked", ("user_name", Question("What is your name?", "name")), ("greeting", Sampling()), ("client_roots", Roots()))),
        Tool("multi_round", p => State(p) switch
        {
            "round-2" => "Both answered.",
            "round-1" => throw Ask("round-2", ("step2", Question("Step 2: which colour?", "color"))),
            _ => throw Ask("round-1", ("step1", Question("Step 1: what is your name?", "name"))),
        }),
        FixtureServer.Tool("test_input_required_result_capabilities", AskWhatIsSupported),
    ];

    public static InputRequiredException Ask(string? state, params (string Key, InputRequest Request)[] requests) =>
        new(requests.ToDictionary(r => r.Key, r => r.Request, StringComparer.Ordinal), state is null ? null : SealedState.Seal(state));

    public static InputRequest Question(string message, string field) => InputRequest.ForElicitation(new ElicitRequestParams
    {
        Message = message,
        RequestedSchema = new RequestSchema { Properties = { [field] = field == "ok" ? new BooleanSchema() : new StringSchema() }, Required = [field] },
    });

    /// <summary>Whether the client has answered with something of the right shape; anything else is asked for again.</summary>
    public static bool Answered(RequestParams parameters, string key)
    {
        if (parameters.InputResponses?.TryGetValue(key, out var response) is not true)
            return false;
        try
        {
            return key != "user_name" || response.Deserialize(InputResponse.ElicitResultJsonTypeInfo)?.Action is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static McpServerTool Tool(string name, Func<CallToolRequestParams, string> call) =>
        FixtureServer.Tool("test_input_required_result_" + name, (RequestContext<CallToolRequestParams> context) => call(context.Params!));

    private static string? State(CallToolRequestParams parameters) => parameters.RequestState is { } state ? SealedState.Open(state) : null;

    private static string AskWhatIsSupported(RequestContext<CallToolRequestParams> context)
    {
        if (context.Params!.InputResponses is { Count: > 0 })
            return "Thank you.";
        var capabilities = context.Server.ClientCapabilities;
        var requests = new List<(string, InputRequest)>();
        if (capabilities?.Elicitation is not null)
            requests.Add(("user_name", Question("What is your name?", "name")));
        if (capabilities?.Sampling is not null)
            requests.Add(("greeting", Sampling()));
        return requests.Count == 0 ? "Nothing to ask." : throw Ask(null, [.. requests]);
    }

    private static InputRequest Sampling() => InputRequest.ForSampling(new CreateMessageRequestParams
    {
        Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = "What is the capital of France?" }] }],
        MaxTokens = 100,
    });

    private static InputRequest Roots() => InputRequest.ForRootsList(new ListRootsRequestParams());
}
