namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>Which operations become tools. A pattern is an operationId, a tag or "METHOD /path", each with an optional final *; exclude wins.</summary>
internal static class OperationSelection
{
    public static bool IsSelected(ApiOperation operation, IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        string[] names = [.. operation.Tags, operation.Id ?? "", $"{operation.Method} {operation.Path}"];
        return (include.Count == 0 || include.Any(pattern => names.Any(name => Matches(pattern, name))))
            && !exclude.Any(pattern => names.Any(name => Matches(pattern, name)));
    }

    private static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.Length > 0 && name.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : name.Length > 0 && name == pattern;
}
