using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Certificates;

/// <summary>Whether a tenant's pods serve mutual TLS. Pure.</summary>
internal static class MutualTlsDecision
{
    /// <summary>
    /// Once every gateway can, and from then on for good: a gateway of an older version that comes back must not make tenants restart and give up what they
    /// had. Pods and gateways find each other by the annotation of each single pod, so both kinds may run at the same time.
    /// </summary>
    /// <param name="enabled">The platform wants it.</param>
    /// <param name="deployment">The tenant's Deployment; null when there is none yet.</param>
    /// <param name="gateways">The gateway's pods.</param>
    public static bool Of(bool enabled, V1Deployment? deployment, IEnumerable<V1Pod> gateways) =>
        enabled && (Serves(deployment?.Spec?.Template.Metadata) || AllCan(gateways));

    /// <summary>Whether pods with this metadata serve mutual TLS.</summary>
    public static bool Serves(V1ObjectMeta? pod) => pod?.Labels?.TryGetValue(McpTenantNames.MutualTlsLabel, out var value) == true && value == McpTenantNames.MutualTlsRequired;

    /// <summary>Whether every gateway that may still get requests can dial such pods.</summary>
    public static bool AllCan(IEnumerable<V1Pod> gateways) =>
        gateways.Where(g => g.Metadata.DeletionTimestamp is null && g.Status?.Phase is not ("Succeeded" or "Failed")).All(g => Serves(g.Metadata));
}
