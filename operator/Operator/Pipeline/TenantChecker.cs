using McpTenants.Api;
using McpTenants.Operator.Check;

namespace McpTenants.Operator.Pipeline;

/// <summary>Judges a tenant with the policies that the admission webhook uses too: whoever got past it is refused here.</summary>
internal sealed class TenantChecker(TenantCaches caches, PlatformPolicy platform, TimeProvider time)
{
    /// <summary>Checks a tenant against the platform and the other tenants.</summary>
    public Verdict Check(McpTenant tenant)
    {
        var violations = TenantPolicies.Check(new TenantCheckInput
        {
            Tenant = tenant,
            Platform = platform,
            OtherHosts = HostClaim.Of(caches.Tenants.Store.List(), tenant, platform),
            Holds = TombstoneHold.Of(caches.Tombstones.Store.List(), tenant),

            // A target that goes away later must not stop the repair of a tenant's guardrails; its deletion then waits and says why.
            ExportTargets = FinalizerPatch.IsOn(tenant) ? null : [.. caches.Targets.Store.List().Select(t => t.Metadata.Name!)],
            Now = time.GetUtcNow(),
        });
        return violations.Count == 0
            ? new Verdict(Effective.Of(tenant, platform), null)
            : new Verdict(null, (violations[0].Reason, string.Join(" ", violations.Select(v => v.Message))));
    }
}

/// <summary>The outcome of the checks.</summary>
/// <param name="Tenant">The tenant with defaults, when it is accepted.</param>
/// <param name="Refusal">Reason and message, when it is not.</param>
internal sealed record Verdict(EffectiveTenant? Tenant, (string Reason, string Message)? Refusal);
