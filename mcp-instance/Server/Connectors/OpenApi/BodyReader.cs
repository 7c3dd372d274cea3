using System.Text.Json;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>The request body of an operation in the best media type we can write: JSON, then form fields, then text.</summary>
internal static class BodyReader
{
    /// <summary>False when the operation needs a body that cannot be written.</summary>
    public static bool TryRead(ApiDocument document, JsonElement operation, out ApiBody? body)
    {
        body = null;
        if (operation.Member("requestBody") is not { } reference || document.Resolve(reference) is not { } declared)
            return true;
        var required = declared.Member("required").Flag() ?? false;
        var best = declared.Member("content").Members()
            .Select(content => (Content: content, Rank: Rank(content.Name)))
            .Where(candidate => candidate.Rank > 0)
            .OrderBy(candidate => candidate.Rank)
            .Select(candidate => (JsonProperty?)candidate.Content)
            .FirstOrDefault();
        if (best is not { } chosen)
            return !required;
        var mediaType = chosen.Name.Contains('*', StringComparison.Ordinal) ? "application/json" : MediaTypes.Bare(chosen.Name)!;
        body = new ApiBody(mediaType, required, chosen.Value.Member("schema"), declared.Member("description").Text());
        return true;
    }

    private static int Rank(string mediaType) => MediaTypes.Bare(mediaType) switch
    {
        "application/json" => 1,
        "*/*" or "application/*" => 3,
        ApiBody.Form => 4,
        "text/plain" => 5,
        _ => MediaTypes.IsJson(mediaType) ? 2 : 0,
    };
}
