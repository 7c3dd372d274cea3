namespace McpTenants.Operator.Check.Policies;

/// <summary>The tier has to exist: an unknown one would silently mean other limits.</summary>
internal static class TierPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Tenant.Spec.Tier is { } tier && !input.Platform.Tiers.ContainsKey(tier))
            yield return Violation.Of(Reasons.UnknownTier, "spec.tier", $"there is no tier '{Names.Shown(tier)}'", $"use one of {string.Join(", ", input.Platform.Tiers.Keys.Order(StringComparer.Ordinal))}");
    }
}
