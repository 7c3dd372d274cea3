using McpTenants.Gateway.Admin;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Streams;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Hosting;

/// <summary>
/// The first thing a stopping host does: say "not ready" and go on working until load balancers have noticed. Only then the server stops
/// accepting and waits for what is running.
/// </summary>
internal sealed class GracefulLeave(Readiness readiness, StreamHub streams, GatewayOptions options, MonotonicClock clock, ILogger log) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Leave();
        GatewayLog.Draining(log, options.DrainGrace);
        await Task.Delay(options.DrainGrace, clock.Provider, cancellationToken);
        // Not earlier: whoever comes back must not be sent here again.
        streams.LeaveAll();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
