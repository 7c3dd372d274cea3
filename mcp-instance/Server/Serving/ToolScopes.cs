using McpTenants.Instance.Audit;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Serving;

/// <summary>The scopes an operation needs: those of every token and those of its tool.</summary>
internal static class ToolScopes
{
    /// <summary>All of them at once, so that one step-up is enough (RFC 6750, section 3.1).</summary>
    public static IReadOnlyList<string> Of(AuthConfiguration auth, string? tool)
    {
        if (tool is null || (auth.ToolScopes.Count == 0 && tool != AuditSearchTool.Name))
            return auth.RequiredScopes;
        IEnumerable<string> fixedScopes = tool == AuditSearchTool.Name ? [AuditSearchTool.Scope] : [];
        var own = auth.ToolScopes.Where(s => ToolFilter.Matches(s.Key, tool)).OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => s.Value);
        return [.. auth.RequiredScopes.Concat(fixedScopes).Concat(own).Distinct(StringComparer.Ordinal)];
    }
}
