namespace McpTenants.Instance.Workspace;

/// <summary>
/// Turns what a caller types into an FTS5 query. Every word becomes a quoted term, so that FTS operators, column filters and stray quotes are text and
/// never syntax; a trailing * on a word keeps its meaning, a prefix, and words between two quotes must follow each other.
/// </summary>
internal static class SearchQuery
{
    private const int MaximumTerms = 32;

    public static string? ToFts(string query)
    {
        // Between two quotes is every odd part; behind a quote that has no other is a part like any other.
        var parts = query.Split('"');
        var terms = parts.SelectMany((part, i) => i % 2 == 1 && i < parts.Length - 1 ? [Quote(part)] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Word))
            .OfType<string>().Take(MaximumTerms).ToArray();
        return terms.Length == 0 ? null : string.Join(' ', terms);
    }

    private static string? Word(string word) => Quote(word.Trim('*')) is { } term ? term + (word[^1] == '*' ? "*" : "") : null;

    // A term of punctuation has no token; it would match nothing and hide every result.
    private static string? Quote(string text) => text.Any(char.IsLetterOrDigit) ? "\"" + text.Replace("\0", "", StringComparison.Ordinal) + "\"" : null;
}
