using McpTenants.Gateway.Caching;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Streams;
using McpTenants.Gateway.Telemetry;
using McpTenants.Gateway.Tls;

namespace McpTenants.Gateway.Admin;

/// <summary>The metrics of one replica; their number does not depend on the number of tenants.</summary>
internal static class MetricsPage
{
    public static string Render(GatewayMetrics metrics, Routes routes, TenantDoors doors, StreamHub streams, CertificateStore certificates, PublicAnswers answers) => new PrometheusText()
        .Gauge("mcp_gateway_tenants", "Tenants in the routing table.", routes.Current?.Routes.Count ?? 0)
        .Gauge("mcp_gateway_tenants_awake", "Tenants that this replica knows to be awake.", doors.CountIn(TenantPhase.Awake))
        .Gauge("mcp_gateway_waiting_requests", "Requests held for tenants that wake.", doors.Held)
        .Gauge("mcp_gateway_streams_open", "Streams that clients hold open, attached or parked.", streams.Open)
        .Gauge("mcp_gateway_streams_attached", "Streams of tenants that are awake.", streams.Attached)
        .Gauge("mcp_gateway_public_answers_bytes", "Answers that tenants declared public, kept for when they sleep.", answers.Bytes)
        .Counter("mcp_gateway_stream_ends_total", "Streams that ended, by reason.", metrics.StreamEnds)
        .Counter("mcp_gateway_certificate_loads_total", "Certificates that changed, by whether they could be used.", metrics.CertificateLoads)
        .Gauge("mcp_gateway_certificate_expiry_timestamp_seconds", "When the first certificate in use ends; 0 without TLS.", certificates.EarliestEnd?.ToUnixTimeSeconds() ?? 0)
        .Counter("mcp_gateway_instance_identity_loads_total", "Changed certificates for mutual TLS with instances, by whether they could be used.", metrics.IdentityLoads)
        .Gauge("mcp_gateway_instance_identity_expiry_timestamp_seconds", "When the certificate for instances ends; 0 before the first connection that needs it.", Volatile.Read(ref metrics.IdentityEnd))
        .Gauge("mcp_gateway_resident_bytes", "Resident memory of this process.", Environment.WorkingSet)
        .Counter("mcp_gateway_requests_total", "Requests by what decided them.", metrics.Requests)
        .Counter("mcp_gateway_scale_writes_total", "Scale writes 0 -> 1 that took effect.", metrics.ScaleWrites)
        .Counter("mcp_gateway_wake_failures_total", "Wakes that failed before their deadline, by reason.", metrics.WakeFailures)
        .Counter("mcp_gateway_credentials_refused_total", "Credentials refused, by reason.", metrics.Rejections)
        .Histogram("mcp_gateway_cold_start_seconds", "From a request to its first byte, for requests that waited for a wake.", [(null, metrics.ColdStart)])
        .Histogram(
            "mcp_gateway_wake_seconds",
            "The steps of such a request.",
            metrics.WakePhase.Select(p => ((string?)$"phase=\"{p.Key}\"", p.Value)))
        .ToString();
}
