using System.Net;
using System.Text.Json;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>Calls tools of one third-party server, and turns whatever it does into an answer for the caller.</summary>
/// <param name="current">The client of the moment.</param>
/// <param name="wake">Has the connection looked at.</param>
internal sealed class SidecarCaller(CurrentClient current, Action wake)
{
    /// <summary>Calls under way at the same time. A server that hangs holds on to this many of the tenant's requests and not to all of them.</summary>
    public const int MaximumCalls = 16;

    private int calls;

    /// <exception cref="SidecarException">The server is not there or did not do what was asked.</exception>
    public async Task<CallToolResult> CallAsync(string tool, ToolArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref calls) > MaximumCalls)
                throw new SidecarException("The server of this tool has too many calls under way; try again later.");
            return await RepeatAsync(tool, arguments, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref calls);
        }
    }

    private async Task<CallToolResult> RepeatAsync(string tool, ToolArguments arguments, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var client = await current.GetAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var result = await SendAsync(client, tool, arguments, cancellationToken).ConfigureAwait(false);
                // The client library takes null for a list and for what is in it.
                return result.Content is { } content && content.All(block => block is not null) ? result : throw new JsonException();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (McpProtocolException e)
            {
                throw new SidecarException("The server of this tool refused the call: " + Bounded.Text(e.Message, 500), e);
            }
            catch (JsonException e)
            {
                throw new SidecarException("The server of this tool gave an answer that cannot be understood.", e);
            }
            catch (Exception e)
            {
                // Whatever a server can make the client library throw.
                current.Lose(client);
                wake();
                if (attempt > 1 || !IsUndone(e))
                    throw new SidecarException("The server of this tool broke the call off.", e);
            }
        }
    }

    // Without a listener the server is not asked for progress either.
    private static ValueTask<CallToolResult> SendAsync(McpClient client, string tool, ToolArguments arguments, CancellationToken cancellationToken) =>
        arguments.Progress is { } progress
            ? client.CallToolAsync(tool, arguments.All.ToDictionary(a => a.Key, a => (object?)a.Value, StringComparer.Ordinal), progress, cancellationToken: cancellationToken)
            : client.CallToolAsync(new CallToolRequestParams { Name = tool, Arguments = arguments.All.ToDictionary(StringComparer.Ordinal) }, cancellationToken);

    // No connection, or a session that the server has forgotten (404): it has restarted, and nothing of the call was done.
    private static bool IsUndone(Exception e) => e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or HttpRequestException { StatusCode: HttpStatusCode.NotFound };
}
