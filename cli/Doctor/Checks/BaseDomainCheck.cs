namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Do hosts below the base domain lead anywhere?</summary>
internal static class BaseDomainCheck
{
    public static Finding Of(ClusterFacts facts)
    {
        if (facts.BaseDomain.Value is not { } domain)
            return facts.BaseDomain.Unknown("base-domain");
        // A tenant's address is written when it is provisioned: one of another domain tells that the value was changed under way.
        var stray = (facts.Tenants.Value ?? []).FirstOrDefault(t => Uri.TryCreate(t.Status?.Url, UriKind.Absolute, out var url) && !url.Host.EndsWith("." + domain, StringComparison.Ordinal));
        if (stray is not null)
            return new("base-domain", Verdict.Failed, $"tenant {stray.Metadata.Name} is at {stray.Status!.Url}, which is not below {domain}", "correct baseDomain of the chart; tokens are bound to the old address");
        if (facts.Addresses.Problem is { } problem)
            return new("base-domain", Verdict.Warning, $"*.{domain} does not resolve from here: {problem}", $"make a wildcard DNS record *.{domain} that points to the edge (Ingress controller or gateway)");
        return new("base-domain", Verdict.Ok, $"*.{domain} is {string.Join(", ", facts.Addresses.Value ?? [])}");
    }
}
