using System.Net;
using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Cli.Doctor;

/// <summary>Everything that the checks stand on; read once, judged by pure functions.</summary>
internal sealed record ClusterFacts
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Namespace of operator and gateway.</summary>
    public required string SystemNamespace { get; init; }

    public required Reading<VersionInfo> Version { get; init; }

    public required Reading<IList<V1CustomResourceDefinition>> Definitions { get; init; }

    public required Reading<IList<V1Namespace>> Namespaces { get; init; }

    public required Reading<V1Deployment> Operator { get; init; }

    public required Reading<V1Deployment> Gateway { get; init; }

    public required Reading<IList<V1Pod>> SystemPods { get; init; }

    public required Reading<V1ValidatingWebhookConfiguration> Webhook { get; init; }

    /// <summary>What the API server answered to a tenant that was applied as a dry run: "accepted", or its message.</summary>
    public required Reading<string> WebhookAnswer { get; init; }

    public required Reading<IList<Right>> Rights { get; init; }

    /// <summary>Pods with the labels that tenants' policies open port 53 to, whatever their namespace.</summary>
    public required Reading<IList<V1Pod>> DnsPods { get; init; }

    public required Reading<IList<V1DaemonSet>> DaemonSets { get; init; }

    public required Reading<IList<V1StorageClass>> StorageClasses { get; init; }

    public required Reading<IList<V1IngressClass>> IngressClasses { get; init; }

    public required Reading<IList<McpTenant>> Tenants { get; init; }

    /// <summary>What is left of deleted tenants; their namespaces may stay for a retention.</summary>
    public required Reading<IList<McpTenantTombstone>> Tombstones { get; init; }

    /// <summary>The domain below which the operator gives hosts.</summary>
    public required Reading<string> BaseDomain { get; init; }

    /// <summary>What a host below the base domain resolves to, from this machine.</summary>
    public required Reading<IPAddress[]> Addresses { get; init; }

    /// <summary>What such a host presents in a TLS handshake.</summary>
    public required Reading<EdgeCertificate> Edge { get; init; }
}

/// <summary>One right that somebody has to have, or must not have.</summary>
/// <param name="Who">operator or gateway.</param>
/// <param name="Needed">False: it must not have it.</param>
/// <param name="Allowed">What the API server says.</param>
/// <param name="What">As in <c>create namespaces</c>.</param>
internal sealed record Right(string Who, bool Needed, bool Allowed, string What);

/// <summary>The certificate of a tenant's host, as a client sees it.</summary>
/// <param name="Host">The host that was asked for.</param>
/// <param name="NotAfter">Its end.</param>
/// <param name="NameMatches">It is for that host.</param>
/// <param name="Trusted">This machine trusts who issued it.</param>
internal sealed record EdgeCertificate(string Host, DateTimeOffset NotAfter, bool NameMatches, bool Trusted);
