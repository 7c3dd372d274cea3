namespace McpTenants.Instance.Tools.Catalogue;

/// <summary>How the tools differ from the approved ones.</summary>
/// <param name="IsExplained">False when the approved list was never seen here, so that only the digests are known to differ.</param>
/// <param name="Added">Names that are not on the approved list.</param>
/// <param name="Removed">Approved names that are gone.</param>
/// <param name="Changed">Names whose definition differs.</param>
internal sealed record CatalogueDrift(bool IsExplained, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    /// <summary>Compares, or returns null when the current tools are the pinned ones.</summary>
    /// <param name="pin">The approved digest.</param>
    /// <param name="current">What would be offered now.</param>
    /// <param name="approved">The last list that was seen with some pin; of use only when it has this one.</param>
    public static CatalogueDrift? Between(string pin, ToolCatalogue current, ToolCatalogue? approved)
    {
        if (current.Digest == pin)
            return null;
        if (approved?.Digest != pin)
            return new CatalogueDrift(false, [], [], []);
        return new CatalogueDrift(
            true,
            [.. Sorted(current.Tools.Keys.Where(n => !approved.Tools.ContainsKey(n)))],
            [.. Sorted(approved.Tools.Keys.Where(n => !current.Tools.ContainsKey(n)))],
            [.. Sorted(current.Tools.Where(t => approved.Tools.TryGetValue(t.Key, out var digest) && digest != t.Value).Select(t => t.Key))]);
    }

    /// <summary>Whether a tool is exactly as it was approved. Nothing is when the approved list is unknown.</summary>
    public bool Approves(string tool) => IsExplained && !Added.Contains(tool, StringComparer.Ordinal) && !Changed.Contains(tool, StringComparer.Ordinal);

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);
}
