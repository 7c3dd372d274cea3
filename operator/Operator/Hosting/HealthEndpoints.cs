using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace McpTenants.Operator.Hosting;

/// <summary>What probes and Prometheus ask for.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void Map(WebApplication app)
    {
        // Listening before the first measurement, or counters would start late.
        var metrics = app.Services.GetRequiredService<MetricsCollector>();
        _ = app.Services.GetRequiredService<TenantMetrics>();

        // Alive means that this process answers. It must not depend on the API server: a restart would not bring that back.
        app.MapGet("/livez", static () => Results.Text("ok"));
        app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(OperatorRuntimeExtensions.ReadyTag) });
        app.MapGet("/metrics", () => Results.Text(metrics.Print(), PrometheusText.ContentType));
    }
}
