using System.Text.Json;

namespace McpTenants.Instance.Protocol;

/// <summary>The JSON types of the parameters that the specification names. Behind us a wrong one would be an internal error of the SDK, and it is the caller's.</summary>
internal static class ParameterShapeCheck
{
    private static readonly (string? Method, string Name, bool IsRequired, JsonValueKind Kind)[] Rules =
    [
        (null, "_meta", false, JsonValueKind.Object),
        (null, "inputResponses", false, JsonValueKind.Object),
        (null, "requestState", false, JsonValueKind.String),
        (null, "cursor", false, JsonValueKind.String),
        ("initialize", "protocolVersion", true, JsonValueKind.String),
        ("initialize", "capabilities", false, JsonValueKind.Object),
        ("initialize", "clientInfo", false, JsonValueKind.Object),
        ("tools/call", "name", true, JsonValueKind.String),
        ("tools/call", "arguments", false, JsonValueKind.Object),
        ("prompts/get", "name", true, JsonValueKind.String),
        ("prompts/get", "arguments", false, JsonValueKind.Object),
        ("resources/read", "uri", true, JsonValueKind.String),
        ("completion/complete", "ref", true, JsonValueKind.Object),
        ("completion/complete", "argument", true, JsonValueKind.Object),
    ];

    private static readonly string[] Levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

    public static McpRefusal? Run(JsonRpcShape shape)
    {
        if (shape.Method == "logging/setLevel" && !Levels.Contains(shape.Parameter("level"), StringComparer.Ordinal))
            return McpRefusal.InvalidParams("The parameter level is not a level.");
        foreach (var (method, name, isRequired, kind) in Rules)
        {
            if (method is not null && method != shape.Method)
                continue;
            if (shape.Params is { } parameters && JsonRpcShape.Find(parameters, name) is { } value)
            {
                if (value.ValueKind != kind)
                    return McpRefusal.InvalidParams($"The parameter {name} has the wrong type.");
            }
            else if (isRequired)
            {
                return McpRefusal.InvalidParams($"The parameter {name} is missing.");
            }
        }
        return null;
    }
}
