using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Protocol;

/// <summary>The response side of an exchange: server-sent events, with the HTTP status that the first message asks for.</summary>
internal static class EventStreamAnswer
{
    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static void Begin(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-cache, no-store";
        headers["X-Accel-Buffering"] = "no"; // nginx would otherwise hold events back.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Nothing was written because the message asked for no answer.</summary>
    public static void Accepted(HttpContext context)
    {
        if (context.Response.HasStarted)
            return;
        context.Response.Headers.Remove("X-Accel-Buffering");
        context.Response.ContentType = null;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <summary>
    /// Called by the transport before the first byte: revision 2026-07-28 maps some error codes to HTTP statuses. Such an answer is plain JSON, which clients
    /// look for in an HTTP error, and not an event.
    /// </summary>
    public static Func<JsonRpcMessage?, ValueTask> StatusFor(HttpContext context, AnswerStream body) => async first =>
    {
        if (first is not JsonRpcError { Error.Code: var code } || context.Response.HasStarted)
            return;
        AnswerError.Note(context, code);
        if (StatusOf(code) is not { } status)
            return;
        var json = JsonSerializer.SerializeToUtf8Bytes(first, MessageType);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        context.Response.Headers.Remove("X-Accel-Buffering");
        await body.WriteInsteadAsync(json, context.RequestAborted).ConfigureAwait(false);
    };

    private static int? StatusOf(int code) => code switch
    {
        ErrorCodes.MethodNotFound => StatusCodes.Status404NotFound,
        ErrorCodes.HeaderMismatch or ErrorCodes.MissingClientCapability or ErrorCodes.UnsupportedVersion => StatusCodes.Status400BadRequest,
        _ => null,
    };
}
