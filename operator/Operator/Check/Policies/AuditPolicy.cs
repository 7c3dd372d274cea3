using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Records are kept long enough to be of use and not for ever.</summary>
internal static class AuditPolicy
{
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Tenant.Spec.Audit?.Retention is { } text && (!GoDuration.TryParse(text, out var retention) || retention < Shortest || retention > Longest))
            yield return Violation.Of(Reasons.InvalidAudit, "spec.audit.retention", $"'{Names.Shown(text)}' is not a duration in the allowed range", $"use {GoDuration.Format(Shortest)} to {GoDuration.Format(Longest)}");
    }
}
