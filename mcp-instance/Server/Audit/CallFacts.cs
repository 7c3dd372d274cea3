using System.Text.Json.Nodes;
using McpTenants.Instance.Serving;
using McpTenants.Instance.Tools;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Audit;

/// <summary>What the audit trail wants to know of a request and only the HTTP side or the tool can tell. Travels with the message.</summary>
internal sealed class CallFacts(string subject, string correlation)
{
    /// <summary>Key among the items of a message.</summary>
    public const string ItemKey = "mcp-instance/call-facts";

    private string? resolved;

    /// <summary>Kind and subject of the caller; empty for anonymous ones.</summary>
    public string Subject { get; } = subject;

    public string Correlation { get; } = correlation;

    /// <summary>What the tool itself says about its end; null: nothing.</summary>
    public ToolOutcome? Outcome { get; set; }

    /// <summary>What records of the call name when that is more than its method; ours, and never a caller's words. Null: nothing.</summary>
    public string? Target { get; set; }

    public static CallFacts Create(HttpContext context)
    {
        var subject = context.Items[typeof(Caller)] is Caller { Subject.Length: > 0 } caller ? $"{caller.Kind}:{caller.Subject}" : "";
        return new CallFacts(subject, CorrelationId.From(context.Request.Headers["traceparent"]) ?? context.TraceIdentifier);
    }

    /// <summary>What joins all records of one call. SEP-414: trace context travels in _meta, because one HTTP connection may carry many callers' requests.</summary>
    public static string? CorrelationOf(JsonRpcRequest request)
    {
        // Asked for by the tool and by the record of the call.
        var facts = Find(request.Context?.Items);
        return facts is null ? InBody(request) : facts.resolved ??= InBody(request) ?? facts.Correlation;
    }

    private static string? InBody(JsonRpcRequest request) =>
        request.Params?["_meta"]?["traceparent"] is JsonValue value && value.TryGetValue<string>(out var traceparent) ? CorrelationId.From(traceparent) : null;

    public static CallFacts? Find(IDictionary<string, object?>? items) => items is not null && items.TryGetValue(ItemKey, out var facts) ? facts as CallFacts : null;
}
