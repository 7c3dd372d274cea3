using System.Security;
using System.Text.RegularExpressions;

namespace Kubernetes.ModelGenerator;

/// <summary>Descriptions of the document as one-line XML documentation.</summary>
internal static partial class Documentation
{
    private const int Longest = 400;

    public static string Summary(string? description, string fallback)
    {
        var text = Whitespace().Replace(description ?? fallback, " ").Trim();
        if (text.Length > Longest)
            text = text[..text.LastIndexOf(' ', Longest)].TrimEnd('.', ',', ';', ':') + " ...";
        return $"/// <summary>{SecurityElement.Escape(text).Replace("&apos;", "'", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal)}</summary>";
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whitespace();
}
