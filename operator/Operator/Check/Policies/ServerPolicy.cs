namespace McpTenants.Operator.Check.Policies;

/// <summary>Third-party servers have a name, a judged image and a port of their own, and fit beside the instance.</summary>
internal static class ServerPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var servers = input.Tenant.Spec.Instance?.Servers ?? [];
        var connectors = input.Tenant.Spec.Connectors?.Select(connector => connector.Name) ?? [];
        for (var i = 0; i < servers.Count; i++)
        {
            var (server, field) = (servers[i], $"spec.instance.servers[{i}]");
            if (AddedNames.Problem(server.Name, connectors.Concat(servers.Take(i).Select(other => other.Name))) is var (badName, otherName))
                yield return Error(field + ".name", badName, otherName);
            if (ImagePolicy.Problem(server.Image ?? string.Empty, input) is var (badImage, otherImage))
                yield return Violation.Of(Reasons.ImageNotAllowed, field + ".image", badImage, otherImage);
            if (server.Port is null or < 1024 or > 65535 or >= 8080 and <= 8082)
                yield return Error(field + ".port", $"{server.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"} is not a port it can have", "use 1024 to 65535 except 8080 to 8082, which are the instance's");
            else if (servers.Take(i).Any(other => other.Port == server.Port))
                yield return Error(field + ".port", $"{server.Port} is used twice", "the containers of a pod share one network: give every server a port of its own");
            if (server.Path is { Length: > 0 } path && (path[0] != '/' || path.Contains("..", StringComparison.Ordinal) || !path.All(c => char.IsAsciiLetterOrDigit(c) || "-._~/".Contains(c, StringComparison.Ordinal))))
                yield return Error(field + ".path", $"'{Names.Shown(path)}' is not a path", "write one such as /mcp");
            foreach (var violation in EnvironmentPolicy.Check(server.Env, field + ".env").Concat(ResourcePolicy.Amounts(server.Resources, field + ".resources")))
                yield return violation;
        }
    }

    private static Violation Error(string field, string problem, string remedy) => Violation.Of(Reasons.InvalidServer, field, problem, remedy);
}
