using System.Buffers;

namespace McpTenants.Instance.Tools;

/// <summary>What is taken for the URI of a resource: absolute, of bounded length, and of the characters that RFC 3986 and 3987 allow.</summary>
internal static class ResourceUri
{
    private const int MaximumLength = 2048;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" \"<>\\^`{|}\u007f");

    public static bool IsValid(string uri)
    {
        var scheme = uri.IndexOf(':', StringComparison.Ordinal);
        return uri.Length <= MaximumLength && scheme > 0 && uri.Length > scheme + 1 && char.IsAsciiLetter(uri[0])
            && uri.AsSpan(1, scheme - 1).ContainsAnyExcept(Scheme) is false && !uri.AsSpan().ContainsAny(Forbidden) && !uri.Any(c => char.IsControl(c) || char.IsSurrogate(c));
    }

    private static readonly SearchValues<char> Scheme = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
}
