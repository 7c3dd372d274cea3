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
internal sealed class OtlpExport : IDisposable
{
    private const int FlushMilliseconds = 5000;

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
    public void Dispose()
    {
        traces.ForceFlush(FlushMilliseconds);
        metrics.ForceFlush(FlushMilliseconds);
        traces.Dispose();
        metrics.Dispose();
    }

    private static void Configure(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
