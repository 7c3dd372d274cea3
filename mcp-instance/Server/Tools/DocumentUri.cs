namespace McpTenants.Instance.Tools;

/// <summary>Resource URIs of documents. Parsing is exact: no escapes, no dots, no other scheme ever reaches the store.</summary>
internal static class DocumentUri
{
    public const string Template = Prefix + "{id}";

    private const string Prefix = "kb://documents/";

    public static string For(string id) => Prefix + id;

    public static string? TryParse(string uri) =>
        uri.StartsWith(Prefix, StringComparison.Ordinal) && DocumentId.IsValid(uri[Prefix.Length..]) ? uri[Prefix.Length..] : null;
}
