using System.Text.Json.Nodes;

namespace McpTenants.Operator.Crds;

/// <summary>Schema of <c>metav1.Condition</c>, with the bounds Kubernetes itself documents.</summary>
internal static class ConditionSchema
{
    /// <summary>A new copy of the schema.</summary>
    public static JsonObject Create() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "status", "lastTransitionTime", "reason", "message"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text("What the condition is about.", 316),
            ["status"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("True", "False", "Unknown"), ["description"] = "Whether it holds." },
            ["observedGeneration"] = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 0, ["description"] = "Generation of the spec it is about." },
            ["lastTransitionTime"] = new JsonObject { ["type"] = "string", ["format"] = "date-time", ["description"] = "When status last flipped." },
            ["reason"] = Text("Stable word for programs.", 1024),
            ["message"] = Text("Sentence for people.", 32768),
        },
    };

    private static JsonObject Text(string description, int maxLength) => new() { ["type"] = "string", ["maxLength"] = maxLength, ["description"] = description };
}
