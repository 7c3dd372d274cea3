using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Instances;
using McpTenants.Operator.Isolation;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Sleep;
using McpTenants.Operator.Vaults;

namespace McpTenants.Operator.Pipeline;

/// <summary>Builds the snapshot of a tenant. The only step that reads.</summary>
internal sealed class Observer(
    TenantCaches caches, IssuerCache issuers, CaBundles bundles, StartReports starts, InstanceReports instances, VaultReports vaults, TenantCertificates certificates,
    IsolationReports isolation, OperatorOptions options, IKubernetesClient client)
{
    /// <summary>The snapshot, or null when there is no such tenant.</summary>
    public async Task<TenantSnapshot?> ObserveAsync(string name, CancellationToken cancellationToken)
    {
        if (caches.Tenant(name) is not { } tenant)
        {
            return null;
        }

        var live = caches.ChildrenOf(name, tenant.Metadata.Uid!);
        var home = McpTenantNames.NamespaceOf(name);
        var bundle = await bundles.ForAsync(tenant, cancellationToken);
        return new TenantSnapshot
        {
            Tenant = tenant,
            Live = live,
            Keys = TenantKeys.Of(tenant, bundle, issuers, live.Values.OfType<V1ConfigMap>().FirstOrDefault()),
            Certificate = options.MutualTls && tenant.Metadata.DeletionTimestamp is null ? await certificates.LookAsync(home, tenant.Metadata.Uid!, cancellationToken) : null,
            MutualTls = MutualTlsDecision.Of(options.MutualTls, live.Values.OfType<V1Deployment>().FirstOrDefault(), caches.Gateways.Store.List()),
            Start = starts.Of(name, tenant.Metadata.Uid!),
            Vault = vaults.Of(name, tenant.Metadata.Uid!),
            Isolation = isolation.Of(tenant),
            ForeignPolicies = caches.ForeignPoliciesOf(name, tenant.Metadata.Uid!),
            Instance = instances.Of(name, tenant.Metadata.Uid!),
            SecretExists = live.Values.OfType<V1Namespace>().Any() ? await SecretExistsAsync(tenant, cancellationToken) : null,
        };
    }

    // Read by name when needed: a cache of Secrets would need rights on all Secrets of the cluster, and memory full of them.
    private async Task<bool?> SecretExistsAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        var secret = tenant.Spec.Secrets switch
        {
            { Provider: SecretProvider.KeyVault } => McpTenantNames.SyncedSecret,
            { Provider: SecretProvider.Kubernetes, Kubernetes.SecretName: { Length: > 0 } named } => named,
            _ => null,
        };
        if (secret is null)
        {
            return null;
        }

        try
        {
            return await client.GetAsync<V1Secret>(secret, McpTenantNames.NamespaceOf(tenant.Metadata.Name!), cancellationToken) is not null;
        }
        catch (HttpOperationException e) when (e.IsForbidden())
        {
            // The RoleBinding is not there yet.
            return null;
        }
    }
}
