using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Tls;

/// <summary>Looks at the certificate files again and again; kubelet takes a minute to bring a changed Secret, so seconds are enough.</summary>
internal sealed class CertificateWatch(CertificateStore store, MonotonicClock clock) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the ports open: the first handshake must find them.
        store.Reload();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!store.IsEnabled)
            return;
        using var timer = new PeriodicTimer(Interval, clock.Provider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            store.Reload();
    }
}
