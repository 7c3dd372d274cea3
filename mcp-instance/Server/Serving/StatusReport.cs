using System.Text.Json;
using McpTenants.Instance.Limits;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Tools.Catalogue;

namespace McpTenants.Instance.Serving;

/// <summary>What the operator reads from the admin port: facts about this process and its configuration, nothing about callers or contents.</summary>
internal static class StatusReport
{
    public static byte[] Build(InstanceState state, BudgetState budget, int activeRequests, long auditFailures)
    {
        using var buffer = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("tenant");
            json.WriteString("uid", state.Configuration.Tenant.Uid);
            json.WriteString("name", state.Configuration.Tenant.Name);
            json.WriteEndObject();
            json.WriteString("version", InstanceStateFactory.Version);
            Write(json, "protocolVersions", ProtocolVersions.All);
            json.WriteNumber("activeRequests", activeRequests);
            Write(json, state.Surface, state.Configuration.Tools.PinnedCatalog);
            json.WriteStartObject("usage");
            json.WriteString("period", budget.Period);
            json.WriteNumber("toolCalls", budget.Used);
            if (state.Configuration.Limits.MonthlyToolCalls is { } limit)
                json.WriteNumber("monthlyToolCalls", limit);
            json.WriteString("resetsAt", budget.Resets);
            json.WriteEndObject();
            json.WriteStartObject("audit");
            json.WriteNumber("failures", auditFailures);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ToolSurface surface, string? pin)
    {
        json.WriteStartObject("tools");
        json.WriteString("toolCatalog", surface.Catalogue.Value.Digest);
        json.WriteNumber("offered", surface.Offered.Count);
        if (!string.IsNullOrEmpty(pin))
            json.WriteString("pinnedCatalog", pin);
        if (surface.Drift is { } drift)
        {
            json.WriteStartObject("drift");
            json.WriteBoolean("explained", drift.IsExplained);
            Write(json, "added", drift.Added);
            Write(json, "removed", drift.Removed);
            Write(json, "changed", drift.Changed);
            Write(json, "blocked", surface.Blocked);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
