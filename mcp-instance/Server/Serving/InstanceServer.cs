using McpTenants.Authorization.Peers;
using McpTenants.Instance.Audit;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Connectors;
using McpTenants.Instance.Connectors.Credentials;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Limits;
using McpTenants.Instance.Logging;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Sidecars;
using McpTenants.Instance.Sidecars.Content;
using McpTenants.Instance.Telemetry;
using McpTenants.Instance.Tools;
using McpTenants.Instance.Tools.Catalogue;
using McpTenants.Instance.Tools.Confirmation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace McpTenants.Instance.Serving;

/// <summary>The running server: two ports, one workspace, one tenant.</summary>
internal sealed class InstanceServer : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly McpEndpoint endpoint;
    private readonly TenantAudit trail;
    private readonly LazyWorkspace storage;
    private readonly MonthlyBudget usage;

    private SidecarSource Sidecars { get; init; } = null!;

    private InstanceServer(WebApplication host, McpEndpoint endpoint, LazyWorkspace storage, MonthlyBudget usage, TenantAudit trail) =>
        (this.host, this.endpoint, this.storage, this.usage, this.trail) = (host, endpoint, storage, usage, trail);

    /// <summary>Base addresses, public first; useful when ports were chosen by the system.</summary>
    public IReadOnlyList<string> Addresses =>
        [.. host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => a.Replace("[::]", "127.0.0.1", StringComparison.Ordinal))];

    /// <summary>What answers on the public port; for tests that need no socket.</summary>
    public required RequestDelegate PublicHandler { get; init; }

    /// <summary>Where telemetry goes.</summary>
    public required TelemetryExport Export { get; init; }

    private InstanceTelemetry Telemetry { get; init; } = null!;

    /// <exception cref="InvalidDataException">The configuration is missing or wrong, or a port is taken.</exception>
    public static async Task<InstanceServer> StartAsync(InstanceEnvironment environment, Stream logs, TimeProvider time)
    {
        var tenantLogs = new TenantLoggerProvider(logs, time);
        var workspace = new LazyWorkspace(environment.DatabaseFile, time);
        // Begins before Kestrel does, so that both take their time at once. A failure is reported by readiness.
        workspace.Begin();

        var tls = InstanceTls.Of(environment, time);
        // Reading a certificate for the first time takes its milliseconds; it need not take them one after the other with the rest.
        var reading = tls is null ? Task.CompletedTask : Task.Run(tls.Check);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "mcp-instance" });
        builder.Logging.AddProvider(tenantLogs).SetMinimumLevel(LogLevel.Warning).AddFilter("McpTenants", LogLevel.Information)
            // Whatever its level, a log of this category makes the web server begin an activity and a scope with each request, which nobody would see.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The MCP endpoint has its own limit, per tenant and with an answer in JSON-RPC.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.ListenAnyIP(environment.Port, listen => tls?.Demand(listen, PeerNames.Gateway));
            kestrel.ListenAnyIP(environment.AdminPort, listen => tls?.Offer(listen, PeerNames.Operator));
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(25));
        var app = builder.Build();

        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        var log = new RequestLog(loggers.CreateLogger<RequestLog>());
        var metrics = new InstanceMetrics();
        var telemetry = new InstanceTelemetry(metrics.Durations);
        var budget = new MonthlyBudget(new BudgetFile(Path.Combine(environment.DataFolder, "usage.json"), loggers.CreateLogger<BudgetFile>()), time);
        var approved = new ApprovedCatalogueFile(Path.Combine(environment.DataFolder, "catalogue.json"), loggers.CreateLogger<ApprovedCatalogueFile>());
        var key = new Lazy<byte[]>(new SealKeyFile(Path.Combine(environment.DataFolder, "state.key"), loggers.CreateLogger<SealKeyFile>()).LoadOrCreate);
        var seal = new RequestSeal(() => key.Value, time);
        var admission = new Admission(new RateLimiter(time), budget, telemetry, metrics, log, time);
        var audit = new TenantAudit(environment.DataFolder, loggers.CreateLogger<TenantAudit>(), time);
        metrics.Audit = audit.Trail.Counters;
        var sidecars = new SidecarSource(
            new SidecarMemory(Path.Combine(environment.DataFolder, "servers"), loggers.CreateLogger<SidecarMemory>()), seal, loggers.CreateLogger<SidecarSource>(), time, Random.Shared.NextDouble);
        var added = new ToolSources(
            sidecars,
            new ConnectorSource(
                environment, ConnectorSource.PublicOnly(environment), new CredentialAudit(audit.Trail, time), loggers.CreateLogger<ConnectorSource>(), time, Random.Shared.NextDouble));
        var factory = new InstanceStateFactory(workspace.GetAsync, admission, approved, seal, audit, metrics, added, new SidecarContent(sidecars, seal, new LogThresholds(), time), new OlderClients(() => key.Value), loggers, time);
        factory.StoragePolicyChanged = policy => workspace.Policy = policy;
        var export = new TelemetryExport(environment.Collector, InstanceStateFactory.Version);
        var states = new StateSource(new ConfigurationFiles(environment.ConfigurationFolder, added.Stamp), factory, tenantLogs, loggers.CreateLogger<StateSource>(), time);
        // The SDK gets no logger: it logs exceptions of tools and names made up by callers, with stack traces.
        var mcp = new McpEndpoint(() => states.Current.Host, new McpLoggers(loggers), time);
        var endpoints = new Endpoints(states, workspace, mcp, new ConcurrencyGate(), budget, telemetry, metrics, log, time);

        var adminPort = environment.AdminPort;
        var server = new InstanceServer(app, mcp, workspace, budget, audit) { PublicHandler = endpoints.HandlePublicAsync, Export = export, Telemetry = telemetry, Sidecars = sidecars };
        app.Run(context => context.Connection.LocalPort == adminPort ? endpoints.HandleAdminAsync(context) : endpoints.HandlePublicAsync(context));
        try
        {
            await reading.ConfigureAwait(false);
            tls?.LogTo(loggers.CreateLogger<InstanceTls>());
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            // Never beside somebody else: whoever holds a port would get what is meant for this tenant.
            await server.DisposeAsync().ConfigureAwait(false);
            throw new InvalidDataException($"{e.Message} In a pod, that is a third-party server which listens where only the instance may.", e);
        }
        if (adminPort == 0)
            adminPort = new Uri(server.Addresses[^1]).Port;
        // After the start, so that setting it up does not compete with it.
        states.Follow(export.Follow);
        return server;
    }

    public Task WaitForShutdownAsync() => host.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync().ConfigureAwait(false);
        await endpoint.DisposeAsync().ConfigureAwait(false);
        await Sidecars.DisposeAsync().ConfigureAwait(false);
        await trail.DisposeAsync().ConfigureAwait(false);
        usage.Dispose();
        await storage.DisposeAsync().ConfigureAwait(false);
        await Export.DisposeAsync().ConfigureAwait(false);
        Telemetry.Dispose();
    }

    private sealed class McpLoggers(ILoggerFactory own) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => own.AddProvider(provider);

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("McpTenants.", StringComparison.Ordinal) ? own.CreateLogger(categoryName) : NullLogger.Instance;

        public void Dispose()
        {
        }
    }
}
