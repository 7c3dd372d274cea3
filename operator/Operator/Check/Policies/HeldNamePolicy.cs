using System.Globalization;
using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>What a deleted tenant can still get back, nobody else gets: its name and its hosts. The message says how to get it back.</summary>
internal static class HeldNamePolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var (name, from) = (input.Tenant.Metadata.Name, input.Tenant.Spec.RestoreFrom);
        var hosts = Effective.HostsOf(input.Tenant, input.Platform);
        foreach (var hold in input.Holds)
        {
            var until = hold.Until is { } end ? $"until {end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "for now";
            var restore = $"set spec.restoreFrom: {hold.Tombstone} on a tenant named '{hold.Tenant}' to get everything back, or wait until it is erased";
            if (from == hold.Tombstone && name != hold.Tenant)
                yield return Violation.Of(Reasons.InvalidRestore, "spec.restoreFrom", $"it is of the tenant '{hold.Tenant}', and a namespace cannot be renamed", $"name the new tenant '{hold.Tenant}'");
            else if (from != hold.Tombstone && name == hold.Tenant)
                yield return Violation.Of(Reasons.HeldByTombstone, "metadata.name", $"'{name}' is held {until} by the deleted tenant of McpTenantTombstone {hold.Tombstone}", restore);
            else if (from != hold.Tombstone && hosts.FirstOrDefault(hold.Hosts.Contains) is { } host)
                yield return Violation.Of(Reasons.HeldByTombstone, host == hosts[0] ? "spec.subdomain" : "spec.customHosts", $"the host '{host}' is held {until} by the deleted tenant of McpTenantTombstone {hold.Tombstone}", restore);
        }
    }
}
