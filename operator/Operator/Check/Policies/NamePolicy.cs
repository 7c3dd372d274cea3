using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Name and subdomain: DNS labels that are short enough for a namespace and do not belong to the platform.</summary>
internal static class NamePolicy
{
    // "mcpt-" and what objects inside may append have to stay below 63 characters.
    private const int MaxNameLength = 50;

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var name = input.Tenant.Metadata.Name ?? string.Empty;
        if (!Names.IsLabel(name))
            yield return Violation.Of(Reasons.InvalidName, "metadata.name", $"'{Names.Shown(name)}' is not a DNS label", "use lower-case letters, digits and '-', beginning and ending with a letter or digit");
        else if (name.Length > MaxNameLength)
            yield return Violation.Of(Reasons.InvalidName, "metadata.name", $"it has {name.Length} characters, and the namespace {McpTenantNames.TenantPrefix}<name> would be too long", $"use at most {MaxNameLength}");
        else if (IsReserved(name, input.Platform))
            yield return Violation.Of(Reasons.ReservedName, "metadata.name", $"'{name}' is reserved for the platform", "choose another name");

        if (input.Tenant.Spec.Subdomain is not { } subdomain)
            yield break;
        if (!Names.IsLabel(subdomain))
            yield return Violation.Of(Reasons.InvalidName, "spec.subdomain", $"'{Names.Shown(subdomain)}' is not a DNS label", "use lower-case letters, digits and '-', without dots, wildcards, ports or paths");
        else if (subdomain != name && IsReserved(subdomain, input.Platform))
            yield return Violation.Of(Reasons.ReservedName, "spec.subdomain", $"'{subdomain}' is reserved for the platform", "choose another subdomain");
    }

    private static bool IsReserved(string name, PlatformPolicy platform) =>
        platform.PlatformHosts.Contains($"{name}.{platform.BaseDomain}", StringComparer.OrdinalIgnoreCase)
        || platform.ReservedNames.Any(reserved => reserved.EndsWith('*')
            ? name.StartsWith(reserved[..^1], StringComparison.OrdinalIgnoreCase)
            : name.Equals(reserved, StringComparison.OrdinalIgnoreCase));
}
