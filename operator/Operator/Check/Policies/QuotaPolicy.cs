using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>One pod and its volume fit into the tier's quota; otherwise the tenant would never start.</summary>
internal static class QuotaPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var tenant = Effective.Of(input.Tenant, input.Platform);
        return from need in Needs(tenant)
               where tenant.Quota.TryGetValue(need.Key, out var hard) && Exceeds(need.Amount, hard)
               select Violation.Of(
                   Reasons.QuotaExceeded, need.Field, $"{need.Amount} does not fit into the quota of tier {tenant.Tier} ({need.Key}: {tenant.Quota[need.Key]})", "lower it or choose a larger tier");
    }

    private static IEnumerable<(string Key, string Amount, string Field)> Needs(EffectiveTenant tenant) =>
    [
        .. tenant.Limits.Select(limit => ($"limits.{limit.Key}", limit.Value, $"spec.instance.resources.limits.{limit.Key}")),
        .. tenant.Sidecars.Count == 0 ? [] : tenant.Limits.Keys.Select(kind => ($"limits.{kind}", Together(tenant, kind), "spec.instance.servers")),
        ("requests.storage", tenant.StorageSize, "spec.instance.storage.size"),
    ];

    private static string Together(EffectiveTenant tenant, string kind) =>
        tenant.Sidecars.Select(sidecar => sidecar.Limits).Append(tenant.Limits)
            .Sum(limits => Quantity.TryParse(limits.GetValueOrDefault(kind), out var amount) ? amount : 0)
            .ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool Exceeds(string need, string hard) =>
        Quantity.TryParse(need, out var amount) && Quantity.TryParse(hard, out var quota) && amount > quota;
}
