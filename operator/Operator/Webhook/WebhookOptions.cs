using McpTenants.Api;

namespace McpTenants.Operator.Webhook;

/// <summary>Where the webhook is and how the API server reaches it.</summary>
internal sealed record WebhookOptions
{
    /// <summary>Port Kestrel listens on.</summary>
    public required int Port { get; init; }

    /// <summary>Namespace of the certificate's Secret and of the Service.</summary>
    public required string Namespace { get; init; }

    /// <summary>Base URL for an operator outside of the cluster, such as https://127.0.0.1:8443; null: through the Service.</summary>
    public Uri? Url { get; init; }

    /// <summary>Service in front of the webhook. Default: mcp-operator-webhook, as the chart names it.</summary>
    public string Service { get; init; } = "mcp-operator-webhook";

    /// <summary>Secret of the certificate. Default: mcp-operator-webhook.</summary>
    public string Secret { get; init; } = "mcp-operator-webhook";

    /// <summary>Name of the ValidatingWebhookConfiguration. Default: mcp-operator.</summary>
    public string Configuration { get; init; } = McpTenantNames.Webhook;

    /// <summary>Names the certificate has to have.</summary>
    public IReadOnlyList<string> Hosts => Url is null ? [$"{Service}.{Namespace}.svc", $"{Service}.{Namespace}.svc.cluster.local"] : [Url.Host];
}
