using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using McpTenants.Audit;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Telemetry;
using McpTenants.Instance.Tools;
using McpTenants.Instance.Tools.Catalogue;

namespace McpTenants.Instance.Serving;

/// <summary>Counters in the Prometheus text format. Label values are ours: tool names, outcomes, reasons and status codes, never what a caller sent.</summary>
internal sealed class InstanceMetrics
{
    private readonly ConcurrentDictionary<(string Tool, ToolOutcome Outcome), StrongBox<long>> calls = new();
    // In ticks, which can be added without a lock.
    private readonly ConcurrentDictionary<string, StrongBox<long>> times = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, StrongBox<long>> responses = new();
    private readonly ConcurrentDictionary<string, StrongBox<long>> refusals = new(StringComparer.Ordinal);

    /// <summary>Durations by method, tool and error.</summary>
    public OperationDurations Durations { get; } = new();

    /// <summary>Numbers of the audit trail; null: none is kept.</summary>
    public AuditCounters? Audit { get; set; }

    public void ToolFinished(string tool, ToolOutcome outcome, TimeSpan duration)
    {
        Add(calls, (tool, outcome), 1);
        Add(times, tool, duration.Ticks);
    }

    public void Responded(int statusCode) => Add(responses, statusCode, 1);

    public void Refused(string reason) => Add(refusals, reason, 1);

    public string ToText(int active, InstanceState state, long monthlyToolCalls)
    {
        var text = new StringBuilder();
        Family(text, "mcp_instance_info", "gauge", "Whose instance this is.", [(Info(state.Configuration.Tenant), 1)]);
        Family(text, "mcp_instance_active_requests", "gauge", "Requests being served.", [("", active)]);
        Family(text, "mcp_instance_responses_total", "counter", "Responses of the MCP endpoint by HTTP status.",
            responses.OrderBy(r => r.Key).Select(r => ($"{{status=\"{r.Key}\"}}", (double)r.Value.Value)));
        Family(text, "mcp_instance_refusals_total", "counter", "Requests refused before a handler, by reason.",
            refusals.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => ($"{{reason=\"{r.Key}\"}}", (double)r.Value.Value)));
        Family(text, "mcp_instance_tool_calls_total", "counter", "Finished tool calls by tool and outcome.",
            calls.OrderBy(c => c.Key.Tool, StringComparer.Ordinal).ThenBy(c => c.Key.Outcome)
                .Select(c => ($"{{tool=\"{c.Key.Tool}\",outcome=\"{c.Key.Outcome}\"}}", (double)c.Value.Value)));
        Family(text, "mcp_instance_tool_seconds_total", "counter", "Time spent in tools.",
            times.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => ($"{{tool=\"{s.Key}\"}}", TimeSpan.FromTicks(s.Value.Value).TotalSeconds)));
        Family(text, "mcp_instance_month_tool_calls", "gauge", "Tool calls of the current month (UTC) that count against the budget.", [("", monthlyToolCalls)]);
        Family(text, "mcp_instance_catalogue_drift", "gauge", "Tools that differ from the pinned catalogue; unexplained: only the digest is known to differ.", Drift(state.Surface));
        Family(text, "mcp_instance_audit_records_total", "counter", "Audit records on disk.", [("", Audit?.Records ?? 0)]);
        Family(text, "mcp_instance_audit_failures_total", "counter", "Audit records that could not be written.", [("", Audit?.Failures ?? 0)]);
        Family(text, "mcp_instance_audit_bytes_total", "counter", "Bytes of audit records on disk.", [("", Audit?.Bytes ?? 0)]);
        Histogram(text, "mcp_server_operation_duration_seconds", "Duration of MCP requests that were understood.", Durations);
        return text.ToString();
    }

    private static void Add<TKey>(ConcurrentDictionary<TKey, StrongBox<long>> counters, TKey key, long value)
        where TKey : notnull => Interlocked.Add(ref counters.GetOrAdd(key, static _ => new StrongBox<long>()).Value, value);

    private static string Info(TenantIdentity tenant) =>
        $"{{tenant_uid=\"{Escape(tenant.Uid)}\",tier=\"{Escape(tenant.Tier)}\",region=\"{Escape(tenant.Region)}\",version=\"{Escape(InstanceStateFactory.Version)}\"}}";

    private static string Escape(string? value) =>
        (value ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static void Histogram(StringBuilder text, string name, string help, OperationDurations durations)
    {
        Family(text, name, "histogram", help, []);
        foreach (var (labels, counts, sum) in durations.Read())
        {
            for (var i = 0; i < counts.Count; i++)
            {
                var bound = i < OperationDurations.Bounds.Count ? OperationDurations.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                Sample(text, name + "_bucket", $"{{{labels},le=\"{bound}\"}}", counts[i]);
            }
            Sample(text, name + "_sum", $"{{{labels}}}", sum);
            Sample(text, name + "_count", $"{{{labels}}}", counts[^1]);
        }
    }

    private static void Sample(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels).Append(' ').Append(value.ToString("G17", CultureInfo.InvariantCulture)).Append('\n');

    private static IEnumerable<(string Labels, double Value)> Drift(ToolSurface surface) =>
    [
        ("{kind=\"added\"}", surface.Drift?.Added.Count ?? 0),
        ("{kind=\"removed\"}", surface.Drift?.Removed.Count ?? 0),
        ("{kind=\"changed\"}", surface.Drift?.Changed.Count ?? 0),
        ("{kind=\"unexplained\"}", surface.Drift is { IsExplained: false } ? 1 : 0),
        ("{kind=\"blocked\"}", surface.Blocked.Count),
    ];

    private static void Family(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value) in samples)
            Sample(text, name, labels, value);
    }
}
