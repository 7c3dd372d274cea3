using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Idle time within what the platform allows: below it tenants flap, above it they never sleep.</summary>
internal static class ScalingPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var (scaling, platform) = (input.Tenant.Spec.Scaling, input.Platform);
        if (scaling?.IdleAfter is { } text)
        {
            if (!GoDuration.TryParse(text, out var idleAfter))
                yield return Violation.Of(Reasons.InvalidScaling, "spec.scaling.idleAfter", $"'{Names.Shown(text)}' is not a duration", "write a number with a unit, such as 30s, 5m or 1h");
            else if (idleAfter < platform.MinIdleAfter)
                yield return Violation.Of(Reasons.InvalidScaling, "spec.scaling.idleAfter", $"{text} is too short", $"use at least {GoDuration.Format(platform.MinIdleAfter)}");
            else if (idleAfter > platform.MaxIdleAfter)
                yield return Violation.Of(Reasons.InvalidScaling, "spec.scaling.idleAfter", $"{Names.Shown(text)} is too long", $"use at most {GoDuration.Format(platform.MaxIdleAfter)}, or minInstances: 1 for an instance that never sleeps");
        }

        if (scaling?.MinInstances is < 0 or > 1)
            yield return Violation.Of(Reasons.InvalidScaling, "spec.scaling.minInstances", $"{scaling.MinInstances} is neither 0 nor 1", "use 0 to sleep when idle or 1 to stay awake");
    }
}
