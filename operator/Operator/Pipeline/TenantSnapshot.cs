using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Instances;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Sleep;
using McpTenants.Operator.Vaults;

namespace McpTenants.Operator.Pipeline;

/// <summary>Everything that one pass of the pipeline knows. The later steps read nothing else.</summary>
internal sealed record TenantSnapshot
{
    /// <summary>The tenant as it is in the cluster.</summary>
    public required McpTenant Tenant { get; init; }

    /// <summary>What exists of it.</summary>
    public required IReadOnlyDictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>> Live { get; init; }

    /// <summary>The keys of its issuer.</summary>
    public required TenantKeys Keys { get; init; }

    /// <summary>Whether the Secret that the tenant names exists; null when it names none, or its namespace does not exist yet.</summary>
    public bool? SecretExists { get; init; }

    /// <summary>How the copies of its vault's secrets are doing; null when the vault was not asked by this process.</summary>
    public VaultReport? Vault { get; init; }

    /// <summary>The instance's certificate; null when the platform wants no mutual TLS.</summary>
    public CertificateLook? Certificate { get; init; }

    /// <summary>Whether the tenant's pods serve mutual TLS from this pass on.</summary>
    public bool MutualTls { get; init; }

    /// <summary>How the last start went, as far as the gateways told this process; null when they told nothing.</summary>
    public StartReport? Start { get; init; }

    /// <summary>What its running instance said last to this process; null when it said nothing.</summary>
    public InstanceReport? Instance { get; init; }

    /// <summary>What is known of its isolation on the wire; null when no probe has run.</summary>
    public NetworkIsolationStatus? Isolation { get; init; }

    /// <summary>Network policies in its namespace that are not ours and open something.</summary>
    public IReadOnlyList<string> ForeignPolicies { get; init; } = [];

    /// <summary>The tenant's namespace, if it exists.</summary>
    public V1Namespace? Namespace => Live.Values.OfType<V1Namespace>().FirstOrDefault();

    /// <summary>Hosts that an ingress controller has published an address for.</summary>
    public IEnumerable<string?> AddressedHosts =>
        Live.Values.OfType<V1Ingress>()
            .Where(ingress => ingress.Status?.LoadBalancer?.Ingress is { Count: > 0 })
            .SelectMany(ingress => ingress.Spec?.Rules ?? [])
            .Select(rule => rule.Host);

    /// <summary>The tenant's Deployment, if it exists.</summary>
    public V1Deployment? Deployment => Live.Values.OfType<V1Deployment>().FirstOrDefault();
}
