using McpTenants.Api;

namespace McpTenants.Operator.Sleep;

/// <summary>What the gateways say of the last start of an instance.</summary>
/// <param name="TenantUid">The tenant: a successor of the same name starts without a past.</param>
/// <param name="Generation">Generation of the specification that was tried.</param>
/// <param name="Failure">Why it failed; null when it succeeded.</param>
internal sealed record StartReport(string TenantUid, long Generation, StartFailure? Failure)
{
    /// <summary>The report that follows from the answers of all gateways; null when they have no news.</summary>
    public static StartReport? Of(string tenantUid, long generation, IEnumerable<GatewayState?> answers)
    {
        var known = answers.OfType<GatewayState>().ToList();

        // A replica keeps its failure until it tries again itself; a pod that serves another replica has started all the same.
        return known.Any(a => a.State == "Awake") ? new StartReport(tenantUid, generation, null)
            : known.FirstOrDefault(a => a.Failure is not null)?.Failure is { } failure ? new StartReport(tenantUid, generation, failure)
            : null;
    }
}
