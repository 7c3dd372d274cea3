namespace McpTenants.Operator.Webhook;

/// <summary>Registers the webhook's parts; <see cref="WebhookEndpoint"/> is mapped by the host.</summary>
internal static class WebhookServices
{
    /// <summary>Adds certificate, registration and rotation.</summary>
    public static IServiceCollection AddWebhook(this IServiceCollection services, WebhookOptions options, ServingCertificate certificate) => services
        .AddSingleton(options)
        .AddSingleton(certificate)
        .AddSingleton<WebhookSecret>()
        .AddSingleton<WebhookRegistration>()
        .AddSingleton<WebhookRotation>()
        .AddHostedService(provider => provider.GetRequiredService<WebhookRotation>());
}
