namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>Kinds of media types, judged without their parameters.</summary>
internal static class MediaTypes
{
    public static bool IsJson(string? mediaType) => Bare(mediaType) is { } bare && (bare is "application/json" || bare.EndsWith("+json", StringComparison.Ordinal));

    public static bool IsText(string? mediaType) =>
        Bare(mediaType) is { } bare && (bare.StartsWith("text/", StringComparison.Ordinal) || bare is "application/xml" or "application/yaml" || bare.EndsWith("+xml", StringComparison.Ordinal));

    public static string? Bare(string? mediaType) => mediaType?.Split(';')[0].Trim().ToLowerInvariant();
}
