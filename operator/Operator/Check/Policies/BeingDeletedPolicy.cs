using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>While a tenant is being deleted only what steers the deletion may change.</summary>
internal static class BeingDeletedPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Old is not { Metadata.DeletionTimestamp: not null } old || Rest(old.Spec) == Rest(input.Tenant.Spec))
            yield break;
        yield return Violation.Of(Reasons.BeingDeleted, "spec", "the tenant is being deleted", "change nothing but spec.deletion, or wait until it is gone and create a new one");
    }

    // Compared as text: lists inside records compare by reference.
    private static string Rest(McpTenantSpec spec) =>
        System.Text.Json.JsonSerializer.Serialize(spec with { Deletion = null, Suspended = null, SuspendReason = null }, ApiJsonContext.Default.McpTenantSpec);
}
