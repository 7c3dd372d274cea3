using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Tool patterns are names or prefixes, so that matching takes linear time whatever a tenant writes.</summary>
internal static class ToolsPolicy
{
    private const int MaxPatterns = 256;

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Tenant.Spec.Tools is not { } tools)
            return [];
        return
        [
            .. Patterns("spec.tools.allow", tools.Allow),
            .. Patterns("spec.tools.deny", tools.Deny),
            .. Pin(tools),
            .. Tools("spec.tools.descriptions", tools.Descriptions?.Keys),
            .. Tools("spec.tools.defaults", tools.Defaults?.Keys),
            .. from entry in tools.Descriptions ?? new Dictionary<string, string>(StringComparer.Ordinal)
               where entry.Value.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))
               select Violation.Of(Reasons.InvalidTools, "spec.tools.descriptions", $"the text for '{Names.Shown(entry.Key)}' contains control characters", "remove them"),
        ];
    }

    private static IEnumerable<Violation> Patterns(string field, IReadOnlyList<string>? patterns)
    {
        if (patterns is { Count: > MaxPatterns })
            return [Violation.Of(Reasons.InvalidTools, field, $"it has {patterns.Count} entries", $"use at most {MaxPatterns}; a prefix followed by * covers many")];
        return (patterns ?? []).Select((pattern, index) => (pattern, index))
            .Where(entry => !Names.IsToolPattern(entry.pattern))
            .Select(entry => Violation.Of(Reasons.InvalidTools, $"{field}[{entry.index}]", $"'{Names.Shown(entry.pattern)}' is neither a tool name nor a prefix followed by *", "regular expressions are not understood"));
    }

    private static IEnumerable<Violation> Pin(ToolsSpec tools)
    {
        const string Remedy = "copy the digest that the instance reports as toolCatalog, sha256: and 64 hexadecimal digits";
        if (tools.PinnedCatalog is { Length: > 0 } pin && !(pin.StartsWith("sha256:", StringComparison.Ordinal) && Names.IsSha256(pin["sha256:".Length..])))
            yield return Violation.Of(Reasons.InvalidTools, "spec.tools.pinnedCatalog", $"'{Names.Shown(pin)}' is not a digest", Remedy);
        if (tools is { OnDrift: DriftReaction.Block, PinnedCatalog: null or "" })
            yield return Violation.Of(Reasons.InvalidTools, "spec.tools.onDrift", "there is no pinned list to drift from", "set pinnedCatalog or remove the field");
    }

    private static IEnumerable<Violation> Tools(string field, IEnumerable<string>? names) =>
        from name in names ?? []
        where !Names.IsTool(name)
        select Violation.Of(Reasons.InvalidTools, field, $"'{Names.Shown(name)}' is not a tool name", "use letters, digits and _ . / -");
}
