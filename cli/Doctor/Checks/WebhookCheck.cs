using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Does the API server reach the operator's webhook, and for how long will it trust it?</summary>
internal static class WebhookCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    public static Finding Of(ClusterFacts facts)
    {
        if (facts.Webhook.Problem is not null)
            return facts.Webhook.Unknown("webhook");
        if (facts.Webhook.Value is not { } configuration)
            return new("webhook", Verdict.Warning, "no ValidatingWebhookConfiguration mcp-operator: bad tenants are refused by a condition only, after kubectl apply", "set webhook.enabled=true in the chart");
        var bundle = configuration.Webhooks?.FirstOrDefault()?.ClientConfig.CaBundle;
        if (End(bundle) is not { } end)
            return new("webhook", Verdict.Failed, "its caBundle holds no certificate: every change of a tenant is refused", "the operator writes it within seconds of its start; look at its log");
        if (end < facts.Now)
            return new("webhook", Verdict.Failed, $"the certificate in its caBundle ended on {end:u}", "the operator renews it by itself; look at its log, and at its rights on validatingwebhookconfigurations");
        if (facts.WebhookAnswer.Value is { } answer && answer.Contains("failed calling webhook", StringComparison.Ordinal))
            return new("webhook", Verdict.Failed, $"the API server does not reach it: {answer}", "the control plane must reach port 8443 of the operator's pods; on private clusters that takes a firewall rule");
        if (end < facts.Now + Soon)
            return new("webhook", Verdict.Warning, $"the certificate in its caBundle ends on {end:u}", "the operator renews it at two thirds of its life; look at its log");
        return facts.WebhookAnswer.Problem is { } problem
            ? new("webhook", Verdict.Unknown, problem, "whoever may create tenants can try it")
            : new("webhook", Verdict.Ok, $"answers; certificate until {end:yyyy-MM-dd}");
    }

    /// <summary>The latest end of the certificates; null when there is none.</summary>
    private static DateTimeOffset? End(byte[]? bundle)
    {
        if (bundle is not { Length: > 0 })
            return null;
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(System.Text.Encoding.ASCII.GetString(bundle));
        }
        catch (CryptographicException)
        {
            return null;
        }

        return certificates.Count == 0 ? null : certificates.Max(c => new DateTimeOffset(c.NotAfter.ToUniversalTime()));
    }
}
