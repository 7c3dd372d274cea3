using McpTenants.Instance.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace McpTenants.Instance.Telemetry;

/// <summary>
/// Sends spans and metrics to a collector over OTLP/HTTP. The only class that touches the OpenTelemetry packages, so they are not even loaded where no
/// collector is configured. The tenant is on the resource: no caller and no tool can choose it.
/// </summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    private const int FlushMilliseconds = 5000;

    // Below the time to flush: a collector that does not answer must not use it up with one attempt.
    private const int ExportMilliseconds = 4000;

    private readonly TracerProvider traces;
    private readonly MeterProvider metrics;

    public OtlpExport(Uri collector, TenantIdentity tenant, string version)
    {
        var resource = ResourceBuilder.CreateEmpty().AddService("mcp-instance", serviceVersion: version).AddAttributes(
        [
            new("mcp.tenant.id", tenant.Uid), new("mcp.tenant.tier", tenant.Tier ?? ""), new("mcp.tenant.region", tenant.Region ?? ""),
        ]);
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(InstanceTelemetry.Name).AddOtlpExporter(o => Configure(o, collector, "v1/traces")).Build();
        metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(InstanceTelemetry.Name).AddOtlpExporter(o => Configure(o, collector, "v1/metrics")).Build();
    }

    /// <summary>Sends what is left: the last requests before a sleep would otherwise never be seen.</summary>
    public async ValueTask DisposeAsync()
    {
        // At the same time: a collector that is gone costs the pod that goes to sleep one deadline, not two.
        await Task.WhenAll(Task.Run(() => traces.Shutdown(FlushMilliseconds)), Task.Run(() => metrics.Shutdown(FlushMilliseconds))).ConfigureAwait(false);
        traces.Dispose();
        metrics.Dispose();
    }

    private static void Configure(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.TimeoutMilliseconds = ExportMilliseconds;
        options.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
