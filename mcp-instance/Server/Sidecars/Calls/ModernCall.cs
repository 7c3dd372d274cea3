using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars.Calls;

/// <summary>A request to a server of revision 2026-07-28: it stands by itself, and says what its caller can do and wants to hear.</summary>
internal static class ModernCall
{
    // Where the client library's transport looks for the tool whose schema asks for headers.
    private const string ToolItem = "Mcp.Tool";

    // A caller of an older revision cannot be asked by an answer; it is asked here, and the request repeated, this often.
    private const int MaximumRounds = 10;

    /// <exception cref="InputRequiredException">The server asks a caller that takes questions as answers.</exception>
    public static async Task<JsonRpcMessage> RunAsync(SidecarLink link, SidecarRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters;
        for (var round = 1; round <= MaximumRounds; round++)
        {
            var answer = await AskAsync(link, request, parameters, cancellationToken).ConfigureAwait(false);
            if (answer is not JsonRpcResponse { Result: JsonObject result } || !ServerQuestions.TryRead(result, request, out var questions))
                return answer;
            if (request.Caller.IsModern)
                throw new InputRequiredException(questions.Requests, questions.State);
            parameters = (JsonObject)request.Parameters.DeepClone();
            if (questions.Requests is { Count: > 0 } all)
                parameters["inputResponses"] = await AnswersAsync(request, all, cancellationToken).ConfigureAwait(false);
            if (questions.State is { } state)
                parameters["requestState"] = state;
        }
        throw new SidecarException("asks without end.");
    }

    private static async Task<JsonRpcMessage> AskAsync(SidecarLink link, SidecarRequest request, JsonObject parameters, CancellationToken cancellationToken)
    {
        var peer = new SidecarPeer(link.Server, request);
        var message = new JsonRpcRequest { Id = new RequestId(1), Method = request.Method, Params = parameters.DeepClone(), Context = new JsonRpcMessageContext() };
        message.Params!["_meta"] = Meta(request, peer);
        if (parameters["name"] is JsonValue name && request.Method == RequestMethods.ToolsCall && link.Annotated.TryGetValue(name.GetValue<string>(), out var tool))
            message.Context.Items = new Dictionary<string, object?>(StringComparer.Ordinal) { [ToolItem] = tool };
        var transport = await link.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using (transport.ConfigureAwait(false))
            return await SidecarExchange.RunAsync(transport, message, peer, cancellationToken).ConfigureAwait(false);
    }

    private static JsonObject Meta(SidecarRequest request, SidecarPeer peer)
    {
        var meta = new JsonObject
        {
            [MetaKeys.ProtocolVersion] = Protocol.ProtocolVersions.Modern,
            [MetaKeys.ClientInfo] = SidecarLink.SelfJson(),
            [MetaKeys.ClientCapabilities] = request.Caller.Capabilities.DeepClone(),
        };
        if (request.Caller.Logging.Level is { } level)
            meta[MetaKeys.LogLevel] = level;
        if (request.Progress is not null)
            meta["progressToken"] = peer.Token;
        return meta;
    }

    private static async Task<JsonObject> AnswersAsync(SidecarRequest request, IDictionary<string, InputRequest> questions, CancellationToken cancellationToken)
    {
        var answers = new JsonObject();
        foreach (var (key, question) in questions)
        {
            var parameters = question.Params is { } given ? JsonSerializer.SerializeToNode(given, Dialogue.DialogueJson.Default.JsonElement) : null;
            answers[key] = await AskOneAsync(request, question.Method, parameters, cancellationToken).ConfigureAwait(false);
        }
        return answers;
    }

    private static async Task<JsonNode?> AskOneAsync(SidecarRequest request, string method, JsonNode? parameters, CancellationToken cancellationToken)
    {
        try
        {
            return (await request.Caller.AskAsync(method, parameters, cancellationToken).ConfigureAwait(false)).Result?.DeepClone();
        }
        catch (Exception e) when (e is InvalidOperationException or McpException)
        {
            throw new SidecarException("asked something that was not answered.", e);
        }
    }
}
