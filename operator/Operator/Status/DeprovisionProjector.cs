using McpTenants.Api;
using McpTenants.Operator.Deprovision;

namespace McpTenants.Operator.Status;

/// <summary>Computes the status of a tenant that is being removed.</summary>
internal static class DeprovisionProjector
{
    /// <summary>The status. What is left of the tenant's life stays readable.</summary>
    public static McpTenantStatus Project(McpTenant tenant, DeprovisionProgress progress, DateTimeOffset now)
    {
        var current = tenant.Status ?? new McpTenantStatus();
        var conditions = new Conditions(current.Conditions, tenant.Metadata.Generation, now);
        conditions.Set(ConditionTypes.Deprovisioning, !progress.Held, progress.Reason, progress.Message);
        if (progress.Held)
        {
            return current with { Conditions = conditions.ToList() };
        }

        conditions.Set(ConditionTypes.Ready, false, ConditionTypes.Deprovisioning, "The tenant is being removed.");
        if (progress.Exported is { } exported)
        {
            conditions.Set(ConditionTypes.Exported, exported.Status switch { "True" => true, "False" => false, _ => null }, exported.Reason, exported.Message);
        }

        return current with { Phase = TenantPhase.Deprovisioning, ObservedGeneration = tenant.Metadata.Generation, Conditions = conditions.ToList() };
    }
}
