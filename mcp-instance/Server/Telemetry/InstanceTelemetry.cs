using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json.Nodes;
using McpTenants.Instance.Protocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Telemetry;

/// <summary>
/// Spans and metrics by the OpenTelemetry conventions for MCP (development status, read 2026-11). Our own source instead of the SDK's, which records a session
/// per stateless request, counts each answer as a method of its own, takes tool names from the caller and puts results into span descriptions.
/// Neither arguments, results, resource URIs nor subjects are recorded.
/// </summary>
internal sealed class InstanceTelemetry(OperationDurations durations) : IDisposable
{
    public const string Name = "McpTenants.Instance";

    private static readonly ActivitySource Spans = new(Name);

    private readonly Meter meter = new(Name);
    private Histogram<double>? seconds;

    /// <summary>Begins the operation once the request is understood; the span becomes the parent of whatever the tool does.</summary>
    /// <param name="call">The request.</param>
    /// <param name="isOffered">Whether it is the call of a tool that the tenant has.</param>
    public void Begin(McpCall call, bool isOffered)
    {
        var method = McpMethods.NameOf(call.Method);
        var tool = isOffered ? call.Name : null;
        Activity? span = null;
        if (Spans.HasListeners())
        {
            // The web server's own activity is neither sampled nor exported; below it, ours would not be either.
            Activity.Current = null;
            span = Spans.StartActivity(tool is null ? method : $"{method} {tool}", ActivityKind.Server, Parent(call));
            Describe(span, call, method, tool);
        }
        call.Context.Items[typeof(Operation)] = new Operation(method, tool, call.ProtocolVersion, span);
    }

    /// <summary>Ends the operation of a request, if one began.</summary>
    public void End(HttpContext context, string? toolError, TimeSpan duration)
    {
        if (context.Items[typeof(Operation)] is not Operation operation)
            return;
        var code = AnswerError.Of(context)?.ToString(CultureInfo.InvariantCulture);
        var error = code ?? toolError;
        durations.Add(operation.Method, operation.Tool, error, duration);
        seconds ??= meter.CreateHistogram<double>(
            "mcp.server.operation.duration", "s", "Duration of MCP requests on the server.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = OperationDurations.Bounds });
        if (seconds.Enabled)
            seconds.Record(duration.TotalSeconds, Tags(operation, error));
        if (operation.Span is not { } span)
            return;
        if (error is not null)
        {
            span.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error); // Without a description: results and messages may quote data.
            if (code is not null)
                span.SetTag("rpc.response.status_code", code);
        }
        span.Dispose();
    }

    public void Dispose() => meter.Dispose();

    private static TagList Tags(Operation operation, string? error)
    {
        var tags = new TagList { { "mcp.method.name", operation.Method }, { "network.transport", "tcp" }, { "network.protocol.name", "http" } };
        if (operation.Tool is not null)
        {
            tags.Add("gen_ai.tool.name", operation.Tool);
            tags.Add("gen_ai.operation.name", "execute_tool");
        }
        if (operation.Version is not null)
            tags.Add("mcp.protocol.version", operation.Version);
        if (error is not null)
            tags.Add("error.type", error);
        return tags;
    }

    private static void Describe(Activity? span, McpCall call, string method, string? tool)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        foreach (var (name, value) in Tags(new Operation(method, tool, call.ProtocolVersion, null), null))
            span.SetTag(name, value);
        // An id of text is the caller's own words.
        if (call.Message is JsonRpcRequest { Id.Id: long id })
            span.SetTag("jsonrpc.request.id", id.ToString(CultureInfo.InvariantCulture));
    }

    // Only the ids are taken over: tracestate and baggage are free text, and would carry whatever a caller likes to our collector.
    private static ActivityContext Parent(McpCall call)
    {
        var inBody = call.Message is JsonRpcRequest { Params: JsonObject parameters } && parameters["_meta"] is JsonObject meta && meta["traceparent"] is JsonValue value
            && value.TryGetValue<string>(out var text) ? text : null;
        string? inHeader = call.Context.Request.Headers.TraceParent;
        return ActivityContext.TryParse(inBody ?? inHeader, null, isRemote: true, out var context) ? context : default;
    }
}
