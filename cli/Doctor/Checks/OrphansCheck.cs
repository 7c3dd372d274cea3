using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Are there namespaces of tenants that no longer exist?</summary>
internal static class OrphansCheck
{
    public static Finding Of(ClusterFacts facts)
    {
        if (facts.Namespaces.Value is not { } namespaces)
            return facts.Namespaces.Unknown("orphans");
        if (facts.Tenants.Value is not { } tenants)
            return facts.Tenants.Unknown("orphans");
        if (facts.Tombstones.Value is not { } tombstones)
            return facts.Tombstones.Unknown("orphans");
        // A tombstone has the UID of its tenant for a name, and its namespace is there on purpose.
        var known = tenants.Select(t => t.Uid()).Concat(tombstones.Select(t => t.Name())).ToHashSet(StringComparer.Ordinal);
        var orphans = namespaces.Where(n => n.Metadata.Labels?.TryGetValue(McpTenantNames.TenantUidLabel, out var uid) == true && !known.Contains(uid)).Select(n => n.Metadata.Name).ToArray();
        return orphans.Length == 0
            ? new("orphans", Verdict.Ok, "no namespace without its tenant")
            : new("orphans", Verdict.Warning, $"namespaces without a tenant: {string.Join(", ", orphans)}", "their data is kept until somebody decides; a tenant whose finalizer was removed by hand leaves one");
    }
}
