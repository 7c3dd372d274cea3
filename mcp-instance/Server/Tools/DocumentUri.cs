using System.Globalization;

namespace McpTenants.Instance.Tools;

/// <summary>Resource URIs of documents. Parsing is exact: no escapes, no dots, no other scheme ever reaches the store.</summary>
internal static class DocumentUri
{
    public const string Template = Prefix + "{id}";
    public const string VersionTemplate = Template + Versions + "{version}";

    private const string Prefix = "kb://documents/";
    private const string Versions = "/versions/";

    public static string For(string id) => Prefix + id;

    public static (string Id, int? Version)? TryParse(string uri)
    {
        if (!uri.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var rest = uri[Prefix.Length..];
        if (rest.IndexOf(Versions, StringComparison.Ordinal) is not (> 0 and var at))
            return DocumentId.IsValid(rest) ? (rest, null) : null;
        // One spelling per version: 1 and 01 would be two resources that are one.
        return DocumentId.IsValid(rest[..at]) && rest.Length > at + Versions.Length && rest[at + Versions.Length] is >= '1' and <= '9'
            && int.TryParse(rest.AsSpan(at + Versions.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (rest[..at], version)
            : null;
    }
}
