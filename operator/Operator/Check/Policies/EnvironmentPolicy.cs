using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Environment variables that would change the runtime, the loader or our own configuration belong to the platform.</summary>
internal static class EnvironmentPolicy
{
    private static readonly string[] Prefixes = ["DOTNET_", "COMPLUS_", "CORECLR_", "COREHOST_", "ASPNETCORE_", "LD_", "GLIBC_", "AZURE_", "KUBERNETES_", "OTEL_", "MCP_", "SSL_CERT_"];
    private static readonly string[] Exact = ["PATH", "HOME", "HOSTNAME", "TMPDIR"];

    internal static IEnumerable<Violation> Check(TenantCheckInput input) => Check(input.Tenant.Spec.Instance?.Env, "spec.instance.env");

    /// <summary>The same rules for any container of the pod.</summary>
    internal static IEnumerable<Violation> Check(IReadOnlyList<EnvironmentVariable>? list, string root)
    {
        var variables = list ?? [];
        for (var i = 0; i < variables.Count; i++)
        {
            var (name, field) = (variables[i].Name, $"{root}[{i}]");
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name[0]))
                yield return Violation.Of(Reasons.ReservedVariable, field + ".name", $"'{Names.Shown(name)}' is not the name of a variable", "use letters, digits and underscore");
            else if (Exact.Contains(name, StringComparer.OrdinalIgnoreCase) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
                yield return Violation.Of(Reasons.ReservedVariable, field + ".name", $"'{name}' is set by the platform", "use another name");
            else if (variables.Take(i).Any(other => other.Name == name))
                yield return Violation.Of(Reasons.ReservedVariable, field + ".name", $"'{name}' is listed twice", "remove one of them");
            else if (variables[i].Value?.Contains('\0', StringComparison.Ordinal) == true)
                yield return Violation.Of(Reasons.ReservedVariable, field + ".value", "it contains a NUL character", "remove it");
        }
    }
}
