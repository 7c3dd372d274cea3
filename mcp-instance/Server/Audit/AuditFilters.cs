using System.Text.Json;
using McpTenants.Audit;
using McpTenants.Instance.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Audit;

/// <summary>
/// Puts one record behind every tool call, resource read, prompt and completion, whoever implements it. The record is written before the answer leaves, that of a change
/// is on disk by then; where the policy is to fail closed, nothing runs that could not be recorded.
/// </summary>
internal sealed class AuditFilters(IAuditTrail trail, TimeProvider time)
{
    public void AddTo(McpRequestFilters filters)
    {
        filters.CallToolFilters.Add(next => async (request, ct) =>
        {
            // A name that no tool has was made up by the caller and must not get into the records, nor tell hidden tools from unknown ones.
            var tool = (request.MatchedPrimitive as McpServerTool)?.ProtocolTool;
            var isChange = tool is { Annotations.ReadOnlyHint: not true };
            try
            {
                return await RunAsync(request, tool?.Name ?? "unknown", isChange, request.Params?.Arguments, next, static r => r.IsError is true, ct).ConfigureAwait(false);
            }
            catch (AuditUnavailableException e)
            {
                return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = e.Message }] };
            }
        });
        filters.ReadResourceFilters.Add(next => (request, ct) =>
            GuardAsync(() => RunAsync(request, "resources/read", false, [One("uri", request.Params?.Uri)], next, static _ => false, ct)));
        // No argument of a prompt is called \0name.
        filters.GetPromptFilters.Add(next => (request, ct) =>
            GuardAsync(() => RunAsync(request, "prompts/get", false, [One("\u0000name", request.Params?.Name), .. request.Params?.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)], next, static _ => false, ct)));
        filters.CompleteFilters.Add(next => (request, ct) => GuardAsync(() => RunAsync(
            request, "completion/complete", false, [One("ref", Reference(request.Params?.Ref)), One("argument", request.Params?.Argument?.Name), One("value", request.Params?.Argument?.Value)], next, static _ => false, ct)));
    }

    private static string? Reference(Reference? reference) => reference switch
    {
        PromptReference prompt => prompt.Name,
        ResourceTemplateReference template => template.Uri,
        _ => null,
    };

    private static async ValueTask<T> GuardAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (AuditUnavailableException e)
        {
            throw new McpProtocolException(e.Message, e, McpErrorCode.InternalError);
        }
    }

    private async Task<TResult> RunAsync<TParameters, TResult>(
        RequestContext<TParameters> request, string tool, bool isChange, IEnumerable<KeyValuePair<string, JsonElement>>? arguments, McpRequestHandler<TParameters, TResult> next, Func<TResult, bool> isError,
        CancellationToken ct)
    {
        await trail.EnsureWritableAsync(ct).ConfigureAwait(false);
        var facts = CallFacts.Find(request.JsonRpcRequest.Context?.Items);
        var started = time.GetTimestamp();
        var outcome = nameof(ToolOutcome.Broken);
        try
        {
            var result = await next(request, ct).ConfigureAwait(false);
            outcome = (facts?.Outcome ?? (isError(result) ? ToolOutcome.Failed : ToolOutcome.Ok)).ToString();
            return result;
        }
        catch (InputRequiredException)
        {
            outcome = "InputRequired";
            throw;
        }
        catch (McpProtocolException)
        {
            outcome = "Refused";
            throw;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            outcome = nameof(ToolOutcome.Cancelled);
            throw;
        }
        finally
        {
            // Also when the caller has left: what was done is done.
            await trail.RecordAsync(
                new AuditEntry
                {
                    Event = AuditEvents.Call,
                    Tool = facts?.Target ?? tool,
                    Outcome = outcome,
                    IsChange = isChange,
                    Subject = facts?.Subject,
                    Arguments = arguments ?? [],
                    Duration = time.GetElapsedTime(started),
                    Correlation = CallFacts.CorrelationOf(request.JsonRpcRequest),
                },
                CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static KeyValuePair<string, JsonElement> One(string name, string? value) => new(name, JsonElement.Parse("\"" + JsonEncodedText.Encode(value ?? "") + "\""));
}
