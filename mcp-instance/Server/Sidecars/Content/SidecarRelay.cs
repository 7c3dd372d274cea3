using System.Text;
using System.Text.Json.Nodes;
using McpTenants.Instance.Audit;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Sidecars.Calls;
using McpTenants.Instance.Timing;
using McpTenants.Instance.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Sidecars.Content;

/// <summary>Takes a request that is not a tool call to a third-party server, under the limits of one.</summary>
internal sealed class SidecarRelay(CarriedState states, LogThresholds logging, TimeSpan timeout, long maximumBytes, TimeProvider time)
{
    /// <param name="request">The caller's request.</param>
    /// <param name="connection">The way to the server.</param>
    /// <param name="target">Name for records, which includes the server's.</param>
    /// <param name="noun">What is asked for, in messages.</param>
    /// <param name="parameters">Parameters in the server's own names.</param>
    /// <param name="read">Reads the result.</param>
    /// <param name="refused">The error to answer with instead of a refusal of the server; null: one that says what the server said.</param>
    /// <param name="cancellationToken">The caller's departure.</param>
    public async Task<TResult> RunAsync<TParameters, TResult>(
        RequestContext<TParameters> request, SidecarConnection connection, string target, string noun, JsonObject parameters, Func<JsonNode?, TResult> read,
        Func<McpErrorCode, McpProtocolException?> refused, CancellationToken cancellationToken)
        where TParameters : RequestParams
    {
        using var limited = new TimeLimit(timeout, time, cancellationToken);
        var facts = CallFacts.Find(request.JsonRpcRequest.Context?.Items);
        if (facts is not null)
            facts.Target = target;
        var caller = CallerChannel.Of(request, logging);
        var progress = ProgressRelay.To(request, limited.Token);
        try
        {
            return await states.RunAsync(caller, facts?.Subject, $"{request.JsonRpcRequest.Method} {target}", parameters, round => connection.Caller.RequestAsync(
                new SidecarRequest(request.JsonRpcRequest.Method, round, caller) { Progress = progress }, answer => read(Bounded(answer)), limited.Token)).ConfigureAwait(false);
        }
        catch (SidecarException e)
        {
            throw (e.Code is { } code ? refused(code) : null) ?? new McpProtocolException(e.About(noun), e, McpErrorCode.InternalError);
        }
        catch (OperationCanceledException e) when (limited.IsOver && !cancellationToken.IsCancellationRequested)
        {
            throw new McpProtocolException($"The server of this {noun} took too long.", e, McpErrorCode.InternalError);
        }
        finally
        {
            if (progress is not null)
                await progress.DisposeAsync().ConfigureAwait(false);
        }
    }

    private JsonNode? Bounded(JsonNode? answer) => answer is null || Encoding.UTF8.GetByteCount(answer.ToJsonString()) <= maximumBytes
        ? answer
        : throw new SidecarException($"answered with more than {maximumBytes} bytes.");
}
