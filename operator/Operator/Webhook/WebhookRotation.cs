using k8s.Autorest;

namespace McpTenants.Operator.Webhook;

/// <summary>Runs on every replica: loads the shared certificate, renews it when due, keeps the registration current. No restart is needed.</summary>
internal sealed partial class WebhookRotation(
    WebhookSecret secret, WebhookRegistration registration, ServingCertificate serving, TimeProvider time, ILogger<WebhookRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    // API servers learn of a new authority by watching; until all have, only the old certificate is trusted.
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(10);

    /// <summary>One look: after it the served certificate and the registration are current.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var certificate = await secret.EnsureAsync(cancellationToken);
        // A replica that has none yet serves at once: another one may have registered it long ago.
        if (serving.Current is null)
            Serve(certificate);
        await registration.EnsureAsync(certificate.Authorities, cancellationToken);
        using var wanted = certificate.Load();
        if (serving.Current?.Thumbprint == wanted.Thumbprint)
            return;
        await Task.Delay(Spread, time, cancellationToken);
        Serve(certificate);
    }

    private void Serve(WebhookCertificate certificate)
    {
        // The old one is not disposed: handshakes that began with it may still run.
        var loaded = certificate.Load();
        serving.Current = loaded;
        Serving(logger, loaded.NotAfter);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                await EnsureAsync(stoppingToken);
            }
            catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
            {
                pause = Retry;
                Failed(logger, e);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The webhook serves a certificate that is valid until {NotAfter}")]
    private static partial void Serving(ILogger logger, DateTime notAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhook's certificate or registration could not be brought up to date; trying again")]
    private static partial void Failed(ILogger logger, Exception exception);
}
