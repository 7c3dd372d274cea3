using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using McpTenants.Api;
using McpTenants.Operator.Check.Bindings;

namespace McpTenants.Operator.Vaults.Access;

/// <summary>
/// One client for each tenant, with the tenant's own identity: the vault's log names it, and taking its rights away is one step. Clients are kept because each
/// holds its access token; anything that changes about a binding makes a new one.
/// </summary>
/// <param name="http">Connections.</param>
/// <param name="mintToken">Mints a token of the ServiceAccount of a tenant's namespace for an audience.</param>
/// <param name="readCertificate">Reads the client certificate of a Secret.</param>
/// <param name="options">Time limits.</param>
internal sealed class VaultClients(
    VaultHttp http, Func<string, string, CancellationToken, Task<string>> mintToken, Func<string, CancellationToken, Task<X509Certificate2>> readCertificate, VaultOptions options)
{
    private readonly ConcurrentDictionary<string, (string Key, SecretClient Client)> clients = new(StringComparer.Ordinal);

    /// <summary>The client of a tenant for a binding that is valid and lists it.</summary>
    public async Task<SecretClient> ForAsync(McpTenant tenant, McpVaultBindingSpec binding, CancellationToken cancellationToken)
    {
        var cloud = VaultCloudFacts.Of(binding)!;
        var certificate = binding.Identity is { Type: VaultIdentityType.ClientCertificate, CertificateSecretName: { } name } ? await readCertificate(name, cancellationToken) : null;
        var key = $"{binding.VaultUrl} {cloud} {binding.Identity.TenantId} {binding.Identity.ClientId} {certificate?.Thumbprint}";
        var uid = tenant.Metadata.Uid!;
        if (clients.TryGetValue(uid, out var known) && known.Key == key)
        {
            certificate?.Dispose();
            return known.Client;
        }

        var home = McpTenantNames.NamespaceOf(tenant.Metadata.Name!);
        TokenCredential credential = certificate is not null
            ? new ClientCertificateCredential(binding.Identity.TenantId, binding.Identity.ClientId, certificate, Configure(new ClientCertificateCredentialOptions { SendCertificateChain = true, DisableInstanceDiscovery = true }, cloud))
            : new ClientAssertionCredential(
                binding.Identity.TenantId,
                binding.Identity.ClientId,
                ct => mintToken(home, cloud.ExchangeAudience, ct),
                Configure(new ClientAssertionCredentialOptions { DisableInstanceDiscovery = true }, cloud));
        var client = new SecretClient(new Uri(binding.VaultUrl), new GuardedCredential(credential, cloud.Resource, binding.Identity.TenantId), Configure(new SecretClientOptions(SecretClientOptions.ServiceVersion.V7_4), cloud: null));
        clients[uid] = (key, client);
        return client;
    }

    /// <summary>The tenant is gone, or reads no vault any more.</summary>
    public void Forget(string tenantUid) => clients.TryRemove(tenantUid, out _);

    // One layer retries, and it is ours: a client that tried again by itself would pass by the limiter and by Retry-After. Nothing is logged or traced by the
    // clients: their lines carry headers and addresses. The authority is the platform's word, so nobody else is asked about it (instance discovery).
    private T Configure<T>(T clientOptions, VaultCloudFacts? cloud)
        where T : ClientOptions
    {
        clientOptions.Transport = http.Transport;
        clientOptions.Retry.MaxRetries = 0;
        clientOptions.Retry.NetworkTimeout = options.Timeout;
        clientOptions.Diagnostics.IsLoggingEnabled = false;
        clientOptions.Diagnostics.IsLoggingContentEnabled = false;
        clientOptions.Diagnostics.IsDistributedTracingEnabled = false;
        clientOptions.Diagnostics.IsTelemetryEnabled = false;
        if (cloud is not null && clientOptions is TokenCredentialOptions identity)
        {
            identity.AuthorityHost = new Uri(cloud.AuthorityHost);
        }

        return clientOptions;
    }
}
