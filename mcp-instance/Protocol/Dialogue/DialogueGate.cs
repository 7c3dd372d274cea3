using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Protocol;

/// <summary>Clients of the older revisions at a host without sessions: introduces them, recognizes them, and takes their answers.</summary>
internal static class DialogueGate
{
    private static readonly McpRefusal NoSession = new(404, ErrorCodes.SessionNotFound, "There is no such session.");
    private static readonly string[] Asking = ["tools/call", "prompts/get", "resources/read"];

    /// <summary>Before anything is decided on the request.</summary>
    public static McpRefusal? Enter(McpCall call, McpHostOptions options)
    {
        if (call.IsModern || options.StatefulForInitializeClients || call.Method == "initialize")
            return null;
        if (HeaderNames.Single(call.Context.Request.Headers, HeaderNames.SessionId) is not { } id)
            return null;
        // A client that still holds a session of an earlier life learns that it must initialize again (2025-11-25, session management).
        if (options.Dialogue is not { } dialogue || dialogue.Recognize(call.Context, id) is not { } capabilities)
            return NoSession;
        var items = call.Message.Context!.Items ??= new Dictionary<string, object?>(StringComparer.Ordinal);
        items[LegacyClient.ItemKey] = new LegacyClient(capabilities, id, dialogue.Questions, dialogue.Principal(call.Context));
        return null;
    }

    /// <summary>Gives a client that introduces itself an identifier.</summary>
    public static void Introduce(McpCall call, LegacyDialogue dialogue)
    {
        var capabilities = (call.Message as JsonRpcRequest)?.Params is JsonObject parameters ? parameters["capabilities"] as JsonObject : null;
        if (dialogue.Introduce(call.Context, capabilities ?? []) is { } id)
            call.Context.Response.Headers[HeaderNames.SessionId] = id;
    }

    /// <summary>Takes a client's answer to a question.</summary>
    public static async ValueTask<McpRefusal?> AnswerAsync(McpCall call, LegacyDialogue? dialogue)
    {
        if (dialogue is null || !await dialogue.Questions.TryAnswerAsync(dialogue.Principal(call.Context), call.Message).ConfigureAwait(false))
            return McpRefusal.InvalidRequest("Nothing was asked that this could be the answer to.");
        EventStreamAnswer.Accepted(call.Context);
        return null;
    }

    /// <summary>The client of a request whose handlers may ask it something; null: they may not.</summary>
    public static LegacyClient? Asked(McpCall call) =>
        Asking.Contains(call.Method, StringComparer.Ordinal) && call.Message.Context?.Items?.TryGetValue(LegacyClient.ItemKey, out var item) is true
            && item is LegacyClient { Capabilities.Count: > 0 } client ? client : null;
}
