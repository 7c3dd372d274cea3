using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Telemetry;

/// <summary>
/// Keeps the export of telemetry as the configuration wants it. It is set up beside the first requests, which it must not slow down, and replaced when the
/// platform names another collector; what the old one still has is sent there first.
/// </summary>
/// <param name="fixedCollector">Collector that the environment names; it wins over the configuration.</param>
/// <param name="version">Version of this program.</param>
internal sealed class TelemetryExport(Uri? fixedCollector, string version) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private Uri? current;
    private Task<OtlpExport?> export = Task.FromResult<OtlpExport?>(null);
    private bool isClosed;

    /// <summary>Ends when the collector that was asked for last gets what happens from then on.</summary>
    public Task Ready
    {
        get
        {
            lock (gate)
                return export;
        }
    }

    /// <summary>Sends to the collector that the configuration names, or nowhere. Does nothing when that is where it goes already.</summary>
    public void Follow(InstanceConfiguration configuration)
    {
        var wanted = fixedCollector ?? (configuration.Observability?.Otlp is { } otlp ? new Uri(otlp.Endpoint) : null);
        lock (gate)
        {
            if (isClosed || wanted == current)
                return;
            current = wanted;
            export = ReplaceAsync(export, wanted, configuration.Tenant);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<OtlpExport?> last;
        lock (gate)
        {
            isClosed = true;
            last = export;
        }
        if (await last.ConfigureAwait(false) is { } open)
            await open.DisposeAsync().ConfigureAwait(false);
    }

    private Task<OtlpExport?> ReplaceAsync(Task<OtlpExport?> before, Uri? collector, TenantIdentity tenant) => Task.Run(async () =>
    {
        if (await before.ConfigureAwait(false) is { } old)
            await old.DisposeAsync().ConfigureAwait(false);
        return collector is null ? null : new OtlpExport(collector, tenant, version);
    });
}
