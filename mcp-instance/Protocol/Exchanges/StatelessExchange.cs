using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Protocol;

/// <summary>Answers one request with a server that lives exactly as long as the request.</summary>
internal static class StatelessExchange
{
    public static async Task<ExchangeEnd> RunAsync(McpCall call, McpServerOptions options, ILoggerFactory loggers)
    {
        var aborted = call.Context.RequestAborted;
        // The flag forbids requests to the client; where one can be answered, this transport still lives for one request only.
        var asked = DialogueGate.Asked(call);
        var transport = new StreamableHttpServerTransport(loggers) { Stateless = asked is null };
        asked?.Attach(transport);
        var server = McpServer.Create(transport, options, loggers, serviceProvider: null);
        // Cancelled by disposal of the transport and not by the caller's departure alone, so that the run always ends before this method does.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var run = server.RunAsync(ended.Token);
        try
        {
            EventStreamAnswer.Begin(call.Context);
            var body = new AnswerStream(call.Context.Response.Body);
            var starting = call.IsModern ? EventStreamAnswer.StatusFor(call.Context, body) : null;
            if (!await transport.HandlePostRequestAsync(call.Message, body, starting!, aborted).ConfigureAwait(false))
                EventStreamAnswer.Accepted(call.Context);
            return default;
        }
        catch (JsonException) when (!call.Context.Response.HasStarted)
        {
            // The transport looks into some parameters itself, before any handler; what it cannot read is the caller's mistake.
            return new ExchangeEnd(McpRefusal.InvalidParams("The parameters have the wrong type."));
        }
        finally
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }
}
