namespace McpTenants.Operator.Plan;

/// <summary>Everything that a tenant consists of, in the order in which it is written.</summary>
/// <param name="Objects">The objects; those of a stage stand together.</param>
internal sealed record TenantPlan(IReadOnlyList<PlannedObject> Objects)
{
    /// <summary>True when the object belongs to the plan.</summary>
    public bool Contains(ObjectKey key) => Objects.Any(o => o.Key == key);
}
