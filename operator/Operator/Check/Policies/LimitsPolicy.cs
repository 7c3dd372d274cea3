using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Limits that limit: positive, finite and consistent with each other.</summary>
internal static class LimitsPolicy
{
    private const int SmallestBody = 1024;

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Tenant.Spec.Limits is not { } limits)
            return [];
        return
        [
            .. Positive("requestsPerMinute", limits.RequestsPerMinute),
            .. Positive("burst", limits.Burst),
            .. Positive("perUserRequestsPerMinute", limits.PerUserRequestsPerMinute),
            .. Positive("maxConcurrent", limits.MaxConcurrent),
            .. Positive("monthlyToolCalls", limits.MonthlyToolCalls),
            .. Body("maxRequestBytes", limits.MaxRequestBytes, input.Platform),
            .. Body("maxResponseBytes", limits.MaxResponseBytes, input.Platform),
            .. Timeout(limits.ToolTimeout, input.Platform),
            .. PerUser(limits),
        ];
    }

    private static IEnumerable<Violation> Positive(string field, long? value)
    {
        if (value <= 0)
            yield return Error(field, $"{value} is not positive", "use 1 or more; to refuse all requests set spec.suspended");
    }

    private static IEnumerable<Violation> Body(string field, string? text, PlatformPolicy platform)
    {
        if (text is null)
            yield break;
        if (!Quantity.TryParse(text, out var bytes))
            yield return Error(field, $"'{Names.Shown(text)}' is not a quantity", "write bytes such as 512Ki or 4Mi");
        else if (bytes < SmallestBody || bytes > platform.MaxBodyBytes)
            yield return Error(field, $"{text} is out of range", $"use 1Ki to {platform.MaxBodyBytes >> 20}Mi");
    }

    private static IEnumerable<Violation> Timeout(string? text, PlatformPolicy platform)
    {
        if (text is not null && (!GoDuration.TryParse(text, out var timeout) || timeout < TimeSpan.FromSeconds(1) || timeout > platform.MaxToolTimeout))
            yield return Error("toolTimeout", $"'{Names.Shown(text)}' is not a duration in the allowed range", $"use 1s to {GoDuration.Format(platform.MaxToolTimeout)}");
    }

    private static IEnumerable<Violation> PerUser(LimitsSpec limits)
    {
        if (limits.PerUserRequestsPerMinute > limits.RequestsPerMinute && limits.RequestsPerMinute > 0)
            yield return Error("perUserRequestsPerMinute", "one caller may not have more than the whole tenant", "lower it or raise requestsPerMinute");
    }

    private static Violation Error(string field, string problem, string remedy) => Violation.Of(Reasons.InvalidLimits, "spec.limits." + field, problem, remedy);
}
