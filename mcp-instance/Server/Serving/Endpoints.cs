using System.Text;
using System.Text.Json.Nodes;
using McpTenants.Authorization;
using McpTenants.Instance.Audit;
using McpTenants.Instance.Limits;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Telemetry;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Serving;

/// <summary>
/// Routes requests by port and path. A switch instead of ASP.NET Core routing: there are six paths, and building the router would cost more at start than
/// all of them.
/// </summary>
internal sealed class Endpoints(
    StateSource states, LazyWorkspace workspace, McpEndpoint mcp, ConcurrencyGate gate, MonthlyBudget budget, InstanceTelemetry telemetry, InstanceMetrics metrics, RequestLog log,
    TimeProvider time)
{
    private static readonly McpRefusal Busy = new(429, ErrorCodes.Refused, "Too many requests at the same time.")
    {
        Data = new JsonObject { ["policy"] = "maxConcurrent", ["retryAfterSeconds"] = 1 },
        Headers = [new("Retry-After", "1")],
    };

    /// <summary>Port 8080: what the gateway reaches.</summary>
    public Task HandlePublicAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/mcp" => HandleMcpAsync(context),
        ProtectedResourceMetadataDocument.WellKnownPath or ProtectedResourceMetadataDocument.WellKnownPath + "/mcp" => WriteMetadataAsync(context),
        "/livez" => WriteTextAsync(context, 200, "ok\n"),
        "/readyz" => WriteReadyAsync(context),
        _ => WriteTextAsync(context, 404, "not found\n"),
    };

    /// <summary>Port 8081: what the cluster's own probes and the operator reach. With TLS, who shows no certificate learns nothing but that it lives.</summary>
    public Task HandleAdminAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/livez" => WriteTextAsync(context, 200, "ok\n"),
        "/readyz" => WriteReadyAsync(context),
        _ when context.Request.IsHttps && context.Connection.ClientCertificate is null => WriteTextAsync(context, 403, "a client certificate is needed\n"),
        "/metrics" => WriteTextAsync(context, 200, metrics.ToText(gate.Active, states.Current, budget.Read().Used), "text/plain; version=0.0.4"),
        "/status" => WriteJsonAsync(context, StatusReport.Build(states.Current, budget.Read(), gate.Active, metrics.Audit?.Failures ?? 0), "no-store"),
        _ => WriteTextAsync(context, 404, "not found\n"),
    };

    private async Task HandleMcpAsync(HttpContext context)
    {
        var state = states.Current;
        var started = time.GetTimestamp();
        if (!gate.TryEnter(state.Configuration.Limits.MaxConcurrent))
        {
            metrics.Refused("Concurrency");
            await ErrorAnswer.WriteAsync(context, Busy).ConfigureAwait(false);
            return;
        }
        try
        {
            await mcp.HandleAsync(context).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
            var call = (McpCall?)context.Items[typeof(McpCall)];
            var duration = time.GetElapsedTime(started);
            metrics.Responded(context.Response.StatusCode);
            telemetry.End(context, ToolError(context), duration);
            log.Served(context, call, call?.Name is { } name && state.Host.Server.ToolCollection!.TryGetPrimitive(name, out _), duration);
        }
    }

    private static string? ToolError(HttpContext context) => (context.Items[typeof(CallFacts)] as CallFacts)?.Outcome switch
    {
        null or ToolOutcome.Ok or ToolOutcome.InputRequired => null,
        ToolOutcome.Cancelled => "cancelled",
        _ => "tool_error",
    };

    private async Task WriteReadyAsync(HttpContext context)
    {
        // Tells the gateway whose pod answers: an address that was reused by another tenant's pod must not get this tenant's request.
        context.Response.Headers["Mcp-Tenant-Uid"] = states.Current.Configuration.Tenant.Uid;
        var (status, text) = (200, "ok\n");
        try
        {
            await workspace.GetAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            (status, text) = (503, "workspace not available\n");
        }
        await WriteTextAsync(context, status, text).ConfigureAwait(false);
    }

    private async Task WriteMetadataAsync(HttpContext context)
    {
        if (states.Current.ResourceMetadata is not { } document)
        {
            await WriteTextAsync(context, 404, "not found\n").ConfigureAwait(false);
            return;
        }
        await WriteJsonAsync(context, document, "max-age=60").ConfigureAwait(false);
    }

    private static Task WriteJsonAsync(HttpContext context, byte[] document, string caching)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = caching;
        context.Response.ContentLength = document.Length;
        return context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();
    }

    private static Task WriteTextAsync(HttpContext context, int status, string text, string contentType = "text/plain")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
