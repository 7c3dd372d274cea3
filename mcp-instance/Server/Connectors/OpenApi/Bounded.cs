namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>Texts of others, shortened and without characters that could hide something from a reader.</summary>
internal static class Bounded
{
    public static string Text(string text, int maximum)
    {
        var clean = string.Concat(text.Where(c => c is '\n' or '\t' || !char.IsControl(c))).Trim();
        if (clean.Length <= maximum)
            return clean;
        // Not in the middle of a surrogate pair, which no JSON writer takes.
        return clean[..(char.IsHighSurrogate(clean[maximum - 1]) ? maximum - 1 : maximum)] + "...";
    }
}
