using Microsoft.Extensions.Primitives;

namespace McpTenants.Gateway.Caching;

/// <summary>Whether the headers of an answer contradict its being the same for everybody.</summary>
internal static class PublicHeaders
{
    /// <summary>What an answer may vary by without differing in content: we serve JSON without compression, and CORS is ours.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase) { "Origin", "Accept", "Accept-Encoding" };

    public static bool Allow(IHeaderDictionary headers) =>
        headers.SetCookie.Count == 0 && headers.ContentEncoding.Count == 0
        && !Words(headers.CacheControl).Any(word => word.Equals("private", StringComparison.OrdinalIgnoreCase))
        && Words(headers.Vary).All(Harmless.Contains);

    private static IEnumerable<string> Words(StringValues header) =>
        header.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(word => word.Split('=')[0]);
}
