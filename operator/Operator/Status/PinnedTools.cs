using McpTenants.Api;

namespace McpTenants.Operator.Status;

/// <summary>
/// Compares the tools of the instance with the approved ones. While it sleeps the digest that was seen last counts, so a changed pin is judged without
/// waking anybody.
/// </summary>
internal static class PinnedTools
{
    /// <summary>Digest of the tools as last seen; null when the instance was never seen.</summary>
    public static string? LastSeen(Projection input) => input.Snapshot.Instance?.ToolCatalog ?? input.Snapshot.Tenant.Status?.Instance?.ToolCatalog;

    /// <summary>Sets the condition; a tenant that pins nothing has none.</summary>
    public static void Set(Projection input, Conditions conditions)
    {
        if (input.Tenant!.Tools is not { PinnedCatalog: { Length: > 0 } pin } tools)
        {
            conditions.Remove(ConditionTypes.ToolsPinned);
            return;
        }

        var seen = LastSeen(input);
        if (seen is null)
        {
            conditions.Set(ConditionTypes.ToolsPinned, null, Reasons.NotSeen, "The instance has not run since its tools were pinned; its next start shows what it offers.");
        }
        else if (seen == pin)
        {
            conditions.Set(ConditionTypes.ToolsPinned, true, Reasons.CatalogMatches, $"The tools are the pinned ones, {pin}.");
        }
        else
        {
            conditions.Set(ConditionTypes.ToolsPinned, false, Reasons.CatalogDrift, Drift(input, conditions, pin, seen, tools.OnDrift));
        }
    }

    private static string Drift(Projection input, Conditions conditions, string pin, string seen, DriftReaction reaction)
    {
        var what = $"The tools are {seen}, not the pinned {pin}; {(reaction == DriftReaction.Block ? "new and changed ones are withheld" : "all are offered")}.";

        // Only a running instance can name them; what it said last is kept as long as it is about the same two lists.
        var before = conditions.MessageOf(ConditionTypes.ToolsPinned);
        return input.Snapshot.Instance is { } report ? report.Difference.Length > 0 ? $"{what} In detail: {report.Difference}." : what
            : before?.StartsWith(what, StringComparison.Ordinal) == true ? before
            : what;
    }
}
