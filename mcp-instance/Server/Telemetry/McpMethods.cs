using System.Collections.Frozen;

namespace McpTenants.Instance.Telemetry;

/// <summary>Methods by name. Whatever a caller makes up becomes <c>other</c>, so that it cannot fill logs and metrics with its own words.</summary>
internal static class McpMethods
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "initialize", "ping", "server/discover", "tools/list", "tools/call", "resources/list", "resources/read", "resources/templates/list", "prompts/list", "prompts/get",
        "completion/complete", "logging/setLevel", "subscriptions/listen", "notifications/initialized", "notifications/cancelled");

    public static string NameOf(string? method) => method is not null && Known.Contains(method) ? method : "other";
}
