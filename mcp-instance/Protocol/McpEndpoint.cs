using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace McpTenants.Instance.Protocol;

/// <summary>
/// One MCP endpoint over Streamable HTTP for revision 2026-07-28 and the older ones, on one URL. The transport and the handlers are the SDK's
/// (ModelContextProtocol.Core); what is here is what its ASP.NET Core package would add, and stricter.
/// </summary>
/// <param name="options">The current options, asked for once per request.</param>
/// <param name="loggers">For this class and for the SDK.</param>
/// <param name="time">The clock, for idle sessions.</param>
public sealed partial class McpEndpoint(Func<McpHostOptions> options, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private readonly ILogger logger = loggers.CreateLogger<McpEndpoint>();
    private readonly LegacySessions sessions = new(loggers, time);

    /// <summary>Answers one HTTP request to the endpoint's URL, whatever its method.</summary>
    /// <param name="context">The request.</param>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var current = options();
            if (OriginCheck.Run(context.Request, current) is { } foreign)
                await ErrorAnswer.WriteAsync(context, foreign).ConfigureAwait(false);
            else if (HttpMethods.IsPost(context.Request.Method))
                await HandlePostAsync(context, current).ConfigureAwait(false);
            else
                await HandleOtherAsync(context, current).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left, which is how a request is cancelled.
        }
        catch (BadHttpRequestException e)
        {
            await ErrorAnswer.WriteAsync(context, new McpRefusal(e.StatusCode, ErrorCodes.Refused, "The request could not be read.")).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogFailure(e);
            await ErrorAnswer.WriteAsync(context, new McpRefusal(500, ErrorCodes.InternalError, "The server failed.")).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sessions.DisposeAsync();

    private async Task HandlePostAsync(HttpContext context, McpHostOptions current)
    {
        if (current.Authenticate(context) is { } stranger)
        {
            await ErrorAnswer.WriteAsync(context, stranger).ConfigureAwait(false);
            return;
        }
        var request = await RequestReader.ReadAsync(context, current).ConfigureAwait(false);
        var refusal = request.Refusal ?? DialogueGate.Enter(request.Call!, current) ?? current.Authorize(request.Call!);
        if (refusal is null)
            refusal = (await ExchangeAsync(request.Call!, current).ConfigureAwait(false)).Refusal;
        if (refusal is not null)
            await ErrorAnswer.WriteAsync(context, refusal, request.Id).ConfigureAwait(false);
    }

    private async Task<ExchangeEnd> ExchangeAsync(McpCall call, McpHostOptions current)
    {
        if (!call.IsModern)
        {
            if (current.StatefulForInitializeClients)
                return new ExchangeEnd(await sessions.PostAsync(call, current.Server).ConfigureAwait(false));
            if (call.Method is null)
                return new ExchangeEnd(await DialogueGate.AnswerAsync(call, current.Dialogue).ConfigureAwait(false));
            if (call.Method == "initialize" && current.Dialogue is { } dialogue)
                DialogueGate.Introduce(call, dialogue);
        }
        return await StatelessExchange.RunAsync(call, call.Method == "tools/call" ? current.ToolCalls ?? current.Server : current.Server, loggers).ConfigureAwait(false);
    }

    private async Task HandleOtherAsync(HttpContext context, McpHostOptions current)
    {
        McpRefusal? refusal = new(405, ErrorCodes.Refused, "Only POST is allowed.") { Headers = [new("Allow", "POST")] };
        if (current.StatefulForInitializeClients && !ProtocolVersions.IsModern(HeaderNames.Single(context.Request.Headers, HeaderNames.ProtocolVersion))
            && context.Request.Headers.ContainsKey(HeaderNames.SessionId))
        {
            if (HttpMethods.IsGet(context.Request.Method))
                refusal = await sessions.GetAsync(context).ConfigureAwait(false);
            else if (HttpMethods.IsDelete(context.Request.Method))
                refusal = await sessions.DeleteAsync(context).ConfigureAwait(false);
        }
        if (refusal is not null)
            await ErrorAnswer.WriteAsync(context, refusal).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Request failed")]
    private partial void LogFailure(Exception exception);
}
