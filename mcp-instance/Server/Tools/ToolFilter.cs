using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Tools;

/// <summary>Which tools a tenant has. Patterns are names or a prefix with a final *; deny wins, and destructive tools need to be allowed as such.</summary>
internal static class ToolFilter
{
    public static bool IsVisible(ToolDefinition tool, ToolsConfiguration tools) =>
        (tool.Kind is not ToolKind.Destroy || tools.Destructive is not DestructiveTools.Deny)
        && tools.Allow.Any(p => Matches(p, tool.Name)) && !tools.Deny.Any(p => Matches(p, tool.Name));

    internal static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : name == pattern;
}
