using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Dialogue;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars.Calls;

/// <summary>Our side towards a server during one request: what it tells goes to the caller of this request, and what it asks too.</summary>
internal sealed class SidecarPeer(string server, SidecarRequest request)
{
    private const int CannotBeAsked = -32601;
    private const int NotAnswered = -32603;

    /// <summary>Identifies what the server reports about this request. Not the caller's own token: two callers may choose the same.</summary>
    public string Token { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Takes what the server tells.</summary>
    public async Task HearAsync(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        if (notification.Params is not JsonObject parameters)
            return;
        if (notification.Method == NotificationMethods.LoggingMessageNotification)
            await request.Caller.LogAsync(server, parameters, cancellationToken).ConfigureAwait(false);
        else if (notification.Method == NotificationMethods.ProgressNotification)
            Report(parameters);
    }

    /// <summary>Passes a question of the server on to the caller, if it may ask that.</summary>
    public async Task<JsonRpcMessage> AnswerAsync(JsonRpcRequest question, CancellationToken cancellationToken)
    {
        if (question.Method == RequestMethods.Ping)
            return new JsonRpcResponse { Id = question.Id, Result = new JsonObject() };
        if (!request.CanBeAskedBack || !RelayedCapabilities.Cover(request.Caller.Capabilities, question.Method, question.Params))
            return Error(question, CannotBeAsked, "The caller cannot do that.");
        try
        {
            var answer = await request.Caller.AskAsync(question.Method, Bare(question.Params), cancellationToken).ConfigureAwait(false);
            return new JsonRpcResponse { Id = question.Id, Result = answer.Result?.DeepClone() };
        }
        catch (McpProtocolException e)
        {
            return Error(question, (int)e.ErrorCode, Connectors.OpenApi.Bounded.Text(e.Message, 500));
        }
        catch (Exception e) when (e is InvalidOperationException or McpException)
        {
            return Error(question, NotAnswered, "The caller did not answer.");
        }
    }

    // Progress tokens and the like are between the server and us.
    private static JsonNode? Bare(JsonNode? parameters)
    {
        var copy = parameters?.DeepClone();
        (copy as JsonObject)?.Remove("_meta");
        return copy;
    }

    private void Report(JsonObject parameters)
    {
        try
        {
            if (parameters["progressToken"]?.ToString() == Token && parameters.Deserialize(SidecarJson.Of<ProgressNotificationParams>()) is { Progress: { } progress })
                request.Progress?.Report(progress);
        }
        catch (JsonException)
        {
            // A hint that cannot be read.
        }
    }

    private static JsonRpcError Error(JsonRpcRequest question, int code, string message) => new() { Id = question.Id, Error = new JsonRpcErrorDetail { Code = code, Message = message } };
}
