using McpTenants.Instance.Protocol;
using McpTenants.Instance.Telemetry;

namespace McpTenants.Instance.Serving;

/// <summary>One line per request of the MCP endpoint: method, status and time; never arguments, results, tokens or what a caller made up.</summary>
internal sealed partial class RequestLog(ILogger logger)
{
    private static readonly EventId Event = new(1, "Served");

    public void Served(HttpContext context, McpCall? call, bool isKnownTool, TimeSpan duration)
    {
        var method = McpMethods.NameOf(call?.Method);
        var tool = call is { Method: "tools/call", Name: { } toolName } ? (isKnownTool ? toolName : "unknown") : "";
        var served = new ServedRequest(method, tool, context.Response.StatusCode, Math.Round(duration.TotalMilliseconds, 2), call?.ProtocolVersion ?? "", context.TraceIdentifier);
        logger.Log(LogLevel.Information, Event, served, exception: null, static (request, _) => request.ToString());
    }

    public void Refused(HttpContext context, string reason) => LogRefused(reason, context.TraceIdentifier);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Caller refused: {Reason} (request {Request})")]
    private partial void LogRefused(string reason, string request);
}
