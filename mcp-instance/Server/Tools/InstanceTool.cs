using System.Text;
using System.Text.Json;
using McpTenants.Audit;
using McpTenants.Instance.Audit;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Timing;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Tools;

/// <summary>A tool as one tenant sees it: own wording and defaults, a time limit, a size limit, and errors that say nothing about the server.</summary>
internal sealed partial class InstanceTool(ToolDefinition definition, ToolSettings settings, ILogger logger, TimeProvider time) : McpServerTool
{
    public override Tool ProtocolTool { get; } = new()
    {
        Name = definition.Name,
        Title = definition.Title,
        Description = settings.Description ?? definition.Description,
        InputSchema = JsonElement.Parse(definition.InputSchema),
        Annotations = new ToolAnnotations
        {
            ReadOnlyHint = definition.Kind is ToolKind.Read,
            DestructiveHint = definition.Kind is ToolKind.Destroy,
            IdempotentHint = definition.IsIdempotent,
            OpenWorldHint = definition.IsOpenWorld,
        },
    };

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        using var limited = new TimeLimit(settings.Timeout, time, cancellationToken);
        var started = time.GetTimestamp();
        var outcome = ToolOutcome.Ok;
        var facts = CallFacts.Find(request.JsonRpcRequest.Context?.Items);
        try
        {
            var origin = new CallOrigin(definition.Name, facts?.Subject, CallFacts.CorrelationOf(request.JsonRpcRequest));
            var result = Render(await RunAsync(request, origin, limited.Token).ConfigureAwait(false));
            outcome = result.IsError is true ? ToolOutcome.Failed : ToolOutcome.Ok;
            return result;
        }
        catch (ToolInputException e)
        {
            outcome = ToolOutcome.Invalid;
            return Error(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = ToolOutcome.Cancelled;
            throw;
        }
        catch (OperationCanceledException) when (limited.IsOver)
        {
            outcome = ToolOutcome.TimedOut;
            return Error("The tool took too long and was stopped.");
        }
        catch (InputRequiredException)
        {
            outcome = ToolOutcome.InputRequired;
            throw;
        }
        catch (McpProtocolException)
        {
            outcome = ToolOutcome.Invalid;
            throw;
        }
        catch (AuditUnavailableException)
        {
            // Something the tool did could not be recorded: whoever records the call answers, and withholds what came of it.
            outcome = ToolOutcome.Broken;
            throw;
        }
        catch (Exception e)
        {
            outcome = ToolOutcome.Broken;
            LogBroken(e, definition.Name);
            return Error("The tool failed.");
        }
        finally
        {
            if (facts is not null)
                facts.Outcome = outcome;
            settings.Finished(definition.Name, outcome, time.GetElapsedTime(started));
        }
    }

    private async Task<ToolOutput> RunAsync(RequestContext<CallToolRequestParams> request, CallOrigin origin, CancellationToken cancellationToken)
    {
        var arguments = new ToolArguments(Arguments(request.Params)) { Origin = origin, Caller = CallerChannel.Of(request, settings.Logging) };
        if (ProgressRelay.To(request, cancellationToken) is not { } progress)
            return await definition.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false);
        await using (progress.ConfigureAwait(false))
            return await definition.InvokeAsync(arguments.Reporting(progress), cancellationToken).ConfigureAwait(false);
    }

    private Dictionary<string, JsonElement> Arguments(CallToolRequestParams? parameters)
    {
        var arguments = new Dictionary<string, JsonElement>(settings.Defaults, StringComparer.Ordinal);
        foreach (var (name, value) in parameters?.Arguments ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            arguments[name] = value;
        return arguments;
    }

    private CallToolResult Render(ToolOutput output)
    {
        if (output.Content is { } content)
            return ContentSize.Of(content) <= settings.MaxResponseBytes ? content : Error($"The result is larger than {settings.MaxResponseBytes} bytes.");
        if (output.Write is null)
            return Error(output.Failure ?? "The tool failed.");
        return ResultText.Of(output.Write, Render);
    }

    private CallToolResult Render(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > settings.MaxResponseBytes)
            return Error($"The result is larger than {settings.MaxResponseBytes} bytes.");
        // Text for clients before 2025-06-18, structure for the others; the specification asks for both.
        return new CallToolResult { Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(bytes) }], StructuredContent = JsonElement.Parse(bytes) };
    }

    private static CallToolResult Error(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };

    [LoggerMessage(Level = LogLevel.Error, Message = "Tool {Tool} failed unexpectedly")]
    private partial void LogBroken(Exception exception, string tool);
}
