using System.Net;
using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Hosts are names outside the platform's own domain that no other tenant has.</summary>
internal static class HostPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var hosts = Effective.HostsOf(input.Tenant, input.Platform);
        for (var i = 0; i < hosts.Count; i++)
        {
            var field = i > 0 ? $"spec.customHosts[{i - 1}]" : input.Tenant.Spec.Subdomain is null ? "metadata.name" : "spec.subdomain";
            if (i > 0 && Syntax(hosts[i], input.Platform) is { } problem)
                yield return Violation.Of(Reasons.InvalidHost, field, problem.Problem, problem.Remedy);
            else if (hosts.Take(i).Contains(hosts[i], StringComparer.Ordinal))
                yield return Violation.Of(Reasons.InvalidHost, field, $"'{hosts[i]}' is listed twice", "remove one of them");
            else if (Owner(hosts[i], input) is { } owner)
                yield return Violation.Of(Reasons.HostTaken, field, $"the host '{hosts[i]}' belongs to the tenant '{owner.Tenant}'", "choose another one");
        }
    }

    private static (string Problem, string Remedy)? Syntax(string host, PlatformPolicy platform)
    {
        if (!Names.IsHost(host) || IPAddress.TryParse(host, out _))
            return ($"'{Names.Shown(host)}' is not a DNS name", "write a full name such as mcp.acme.example, without wildcard, port, path or trailing dot");
        if (host == platform.BaseDomain || host.EndsWith("." + platform.BaseDomain, StringComparison.Ordinal))
            return ($"'{host}' lies in the platform's domain {platform.BaseDomain}", "use spec.subdomain");
        if (platform.PlatformHosts.Contains(host, StringComparer.OrdinalIgnoreCase))
            return ($"'{host}' belongs to the platform", "choose another one");
        return null;
    }

    // Whoever writes may take nothing that anybody has. Between stored tenants, should two have slipped through, the older one keeps the host.
    private static HostClaim? Owner(string host, TenantCheckInput input) => input.OtherHosts.FirstOrDefault(claim =>
        claim.Host == host && (input.Actor is not null || (claim.Created, claim.Tenant).CompareTo((HostClaim.CreatedOf(input.Tenant), input.Tenant.Metadata.Name!)) < 0));
}
