using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Streams;

namespace McpTenants.Gateway.Edge;

/// <summary>What the access log and the metrics will say about one request.</summary>
internal sealed class CallEntry
{
    public required TimeSpan Arrived { get; init; }

    public string Outcome { get; set; } = "unknown";

    public string? TenantUid { get; set; }

    /// <summary>It turned out to be a stream, which is run when everything about its admission is over and forgotten.</summary>
    public (ClientStream Stream, TenantRoute Route)? Stream { get; set; }

    /// <summary>It waited for a wake.</summary>
    public bool Cold { get; set; }
}
