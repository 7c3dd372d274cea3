using System.Text.RegularExpressions;

namespace McpTenants.Operator.Check;

/// <summary>Syntax of names. Matches to the very end: .NET's <c>$</c> would let a trailing line end pass.</summary>
internal static partial class Names
{
    internal static bool IsLabel(string text) => text.Length is > 0 and <= 63 && Label().IsMatch(text);

    internal static bool IsHost(string text) => text.Length <= 253 && text.Contains('.', StringComparison.Ordinal) && text.Split('.').All(IsLabel);

    internal static bool IsObjectName(string text) => text.Length is > 0 and <= 253 && text.Split('.').All(part => part.Length > 0 && Label().IsMatch(part));

    internal static bool IsTool(string text) => Tool().IsMatch(text);

    internal static bool IsToolPattern(string text) => text == "*" || Tool().IsMatch(text.EndsWith('*') ? text[..^1] : text);

    internal static bool IsQualifiedName(string text) => text.Length <= 316 && QualifiedName().IsMatch(text);

    internal static bool IsImage(string text) => text.Length <= 512 && Image().IsMatch(text);

    internal static bool IsSha256(string text) => Sha256().IsMatch(text);

    /// <summary>Text of a user as it may appear in a message: one short line.</summary>
    internal static string Shown(string text)
    {
        var line = string.Concat(text.Take(80).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > 80 ? line + "..." : line;
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[A-Za-z0-9_./-]{1,128}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tool();

    [GeneratedRegex(@"\A([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex QualifiedName();

    [GeneratedRegex(
        @"\A[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Image();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sha256();
}
