namespace McpTenants.Instance.Sidecars;

/// <summary>
/// Whether a URI may come from a template (RFC 6570). Expressions are not taken apart: a simple one stands for characters of one path segment, and one with an
/// operator or a modifier for any. That decides which server is asked and nothing else; the server matches for itself.
/// </summary>
internal static class UriTemplate
{
    private const int MaximumLength = 1024;
    private const int MaximumExpressions = 16;

    /// <summary>Bounded, with closed braces, and with a scheme that is written out, without which it would claim every other server's URIs.</summary>
    public static bool IsValid(string template)
    {
        var scheme = template.IndexOf(':', StringComparison.Ordinal);
        return template.Length <= MaximumLength && scheme > 0 && !template.AsSpan(0, scheme).ContainsAny("{}/") && Parse(template) is { Count: <= (2 * MaximumExpressions) + 1 };
    }

    public static bool Matches(string template, string uri) => Parse(template) is { } parts && Matches(parts, uri);

    // Greedy with one way back, as for file patterns: time is at most length times parts.
    private static bool Matches(List<(string Text, Wildcard Kind)> parts, string uri)
    {
        var reachable = new bool[uri.Length + 1];
        reachable[0] = true;
        foreach (var (text, kind) in parts)
        {
            var next = new bool[uri.Length + 1];
            var open = false;
            for (var at = 0; at <= uri.Length; at++)
            {
                if (kind is Wildcard.None)
                {
                    if (reachable[at] && uri.AsSpan(at).StartsWith(text, StringComparison.Ordinal))
                        next[at + text.Length] = true;
                    continue;
                }
                open |= reachable[at];
                next[at] = open;
                // What follows an ordinary variable's value begins behind it, never inside of another segment.
                if (kind is Wildcard.Segment && at < uri.Length && uri[at] is '/' or '?' or '#')
                    open = false;
            }
            reachable = next;
        }
        return reachable[^1];
    }

    private static List<(string Text, Wildcard Kind)>? Parse(string template)
    {
        var parts = new List<(string, Wildcard)>();
        for (var rest = template.AsSpan(); rest.Length > 0;)
        {
            var brace = rest.IndexOfAny('{', '}');
            if (brace != 0)
            {
                var literal = brace < 0 ? rest : rest[..brace];
                parts.Add((literal.ToString(), Wildcard.None));
                rest = rest[literal.Length..];
                continue;
            }
            var end = rest.IndexOf('}');
            if (rest[0] == '}' || end < 2 || rest[1..end].Contains('{'))
                return null;
            var expression = rest[1..end];
            parts.Add(("", char.IsAsciiLetterOrDigit(expression[0]) && !expression.Contains('*') ? Wildcard.Segment : Wildcard.Any));
            rest = rest[(end + 1)..];
        }
        return parts;
    }

    private enum Wildcard
    {
        None,
        Segment,
        Any,
    }
}
