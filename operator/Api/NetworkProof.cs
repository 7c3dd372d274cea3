using k8s.Models;

namespace McpTenants.Api;

/// <summary>The condition that says whether packets were seen to be refused, and what follows from it. Operator and gateway must not differ here.</summary>
public static class NetworkProof
{
    /// <summary>Type of the condition.</summary>
    public const string Condition = "NetworkIsolationVerified";

    /// <summary>Reason: the last probe proved nothing, but one not long ago did.</summary>
    public const string Inconclusive = "Inconclusive";

    /// <summary>
    /// Whether a tenant with <c>requireEnforcement</c> may serve. A probe that could not run, because an image was slow or a gateway restarted, does not take a
    /// tenant out of service as long as the proof before it is not too old: the operator then gives another reason.
    /// </summary>
    /// <param name="conditions">The tenant's conditions.</param>
    public static bool Suffices(IEnumerable<V1Condition>? conditions) =>
        (conditions ?? []).Any(c => c.Type == Condition && (c.Status == "True" || (c.Status == "Unknown" && c.Reason == Inconclusive)));

    /// <summary>Whether the tenant may run and be called, as far as this is concerned.</summary>
    /// <param name="tenant">The tenant.</param>
    public static bool Allows(McpTenant tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return tenant.Spec?.Isolation?.RequireEnforcement != true || Suffices(tenant.Status?.Conditions);
    }
}
