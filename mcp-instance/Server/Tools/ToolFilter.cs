using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Tools;

/// <summary>Which tools a tenant has. Patterns are names or a prefix with a final *; deny wins, and destructive tools need to be allowed as such.</summary>
internal static class ToolFilter
{
    public static bool IsVisible(ToolDefinition tool, ToolsConfiguration tools) =>
        (tool.Kind is not ToolKind.Destroy || tools.Destructive is not DestructiveTools.Deny)
        && IsAllowed(tool.Name, tools);

    /// <summary>Whether the lists let a name through, whatever has it.</summary>
    public static bool IsAllowed(string name, ToolsConfiguration tools) => tools.Allow.Any(p => Matches(p, name)) && !tools.Deny.Any(p => Matches(p, name));

    internal static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : name == pattern;
}
