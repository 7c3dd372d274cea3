using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace McpTenants.Operator.Webhook;

/// <summary>The certificate in a Secret that all replicas share. Whoever writes second reads again: creation and update are compare-and-swap.</summary>
internal sealed class WebhookSecret(IKubernetesClient client, WebhookOptions options, TimeProvider time)
{
    private const string AuthorityKey = "ca.crt";
    private const string CertificateKey = "tls.crt";
    private const string PrivateKey = "tls.key";

    /// <summary>The stored certificate, renewed when it is due.</summary>
    public async Task<WebhookCertificate> EnsureAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var secret = await client.GetAsync<V1Secret>(options.Secret, options.Namespace, cancellationToken);
            var stored = Read(secret);
            if (stored is not null && !stored.IsDue(options.Hosts, time.GetUtcNow()))
                return stored;
            var issued = WebhookCertificate.Issue(options.Hosts, time.GetUtcNow(), stored);
            try
            {
                if (secret is null)
                    await client.CreateAsync(Write(new V1Secret { Metadata = new() { Name = options.Secret, NamespaceProperty = options.Namespace }, Type = "kubernetes.io/tls" }, issued), ct: cancellationToken);
                else
                    await client.UpdateAsync(Write(secret, issued), ct: cancellationToken);
                return issued;
            }
            catch (HttpOperationException e) when (e.IsConflict())
            {
                // Another replica was faster; its certificate is as good as ours.
            }
        }
    }

    private static WebhookCertificate? Read(V1Secret? secret) =>
        secret?.Data is { } data && data.TryGetValue(AuthorityKey, out var authority) && data.TryGetValue(CertificateKey, out var certificate) && data.TryGetValue(PrivateKey, out var key)
            ? new(Encoding.ASCII.GetString(authority), Encoding.ASCII.GetString(certificate), Encoding.ASCII.GetString(key))
            : null;

    private static V1Secret Write(V1Secret secret, WebhookCertificate certificate)
    {
        secret.Data = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [AuthorityKey] = Encoding.ASCII.GetBytes(certificate.Authorities),
            [CertificateKey] = Encoding.ASCII.GetBytes(certificate.Certificate),
            [PrivateKey] = Encoding.ASCII.GetBytes(certificate.Key),
        };
        return secret;
    }
}
