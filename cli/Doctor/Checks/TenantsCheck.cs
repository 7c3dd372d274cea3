using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>How are the tenants themselves?</summary>
internal static class TenantsCheck
{
    private const int Shown = 5;

    public static Finding Of(ClusterFacts facts)
    {
        if (facts.Tenants.Value is not { } tenants)
            return facts.Tenants.Unknown("tenants");
        var ill = tenants.Where(t => t.Status?.Phase != TenantPhase.Suspended && t.Condition("Ready")?.Status != "True").ToArray();
        if (ill.Length == 0)
            return new("tenants", Verdict.Ok, $"{tenants.Count} tenants, all ready or suspended");
        var named = ill.Take(Shown).Select(t => $"{t.Name()} ({t.Condition("Ready")?.Reason ?? "no status yet"})");
        return new(
            "tenants", Verdict.Warning, $"{ill.Length} of {tenants.Count} are not ready: {string.Join(", ", named)}{(ill.Length > Shown ? ", ..." : "")}",
            $"kubectl mcpt describe {ill[0].Name()}");
    }
}
