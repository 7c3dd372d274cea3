using System.Security.Cryptography;
using System.Text;

namespace McpTenants.Instance.Tools;

/// <summary>
/// Names of tools that others define: <c>prefix_name</c>, 64 characters of letters, digits, _ and -, which every client takes (MCP would allow more). Names
/// that collide all get a suffix made from what distinguishes them, so that a name does not depend on the order of a document or on what is added later.
/// </summary>
internal static class AddedToolNames
{
    private const int MaximumLength = 64;
    private const int SuffixLength = 9;

    /// <param name="prefix">Name of the connector or server.</param>
    /// <param name="tools">The wanted name of each tool, and what tells it from all others.</param>
    public static IReadOnlyList<string> For(string prefix, IReadOnlyList<(string Wanted, string Identity)> tools)
    {
        var names = tools.Select(tool => prefix + "_" + Clean(tool.Wanted)).ToArray();
        var taken = names.CountBy(name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. names.Select((name, i) => name.Length > MaximumLength || taken[name] > 1 ? WithSuffix(name, tools[i].Identity) : name)];
    }

    private static string WithSuffix(string name, string identity) =>
        name[..Math.Min(name.Length, MaximumLength - SuffixLength)] + "_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..(SuffixLength - 1)];

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                clean.Append(c);
            else if (clean.Length > 0 && clean[^1] != '_')
                clean.Append('_');
        }
        var name = clean.ToString().Trim('_');
        return name.Length == 0 ? "tool" : name;
    }
}
