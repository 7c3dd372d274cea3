namespace McpTenants.Instance.Workspace;

/// <summary>
/// Turns what a caller types into an FTS5 query. Every word becomes a quoted term, so that FTS operators, column filters and stray quotes are text and
/// never syntax; a trailing * on a word keeps its meaning, a prefix.
/// </summary>
internal static class SearchQuery
{
    private const int MaximumWords = 32;

    public static string? ToFts(string query)
    {
        var terms = query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MaximumWords).Select(Term).OfType<string>().ToArray();
        return terms.Length == 0 ? null : string.Join(' ', terms);
    }

    private static string? Term(string word)
    {
        var isPrefix = word.Length > 1 && word[^1] == '*';
        var text = word.Trim('*').Replace("\0", "", StringComparison.Ordinal);
        // A word of punctuation has no token; as a term it would match nothing and hide every result.
        if (!text.Any(char.IsLetterOrDigit))
            return null;
        return "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" + (isPrefix ? "*" : "");
    }
}
