using System.Text.Json;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>Parameters of an operation: its own, then those of its path, then placeholders that nobody declared.</summary>
internal static class ParameterReader
{
    // What HTTP, the credential or this server decides is no business of a caller. OpenAPI says the same of the first three.
    private static readonly string[] Withheld =
    [
        "accept", "authorization", "content-type", "connection", "content-length", "cookie", "expect", "forwarded", "host", "keep-alive", "origin", "te", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "via",
    ];

    public static IReadOnlyList<ApiParameter> Read(ApiDocument document, string path, JsonElement item, JsonElement operation)
    {
        var parameters = new List<ApiParameter>();
        foreach (var declared in operation.Member("parameters").Items().Concat(item.Member("parameters").Items()))
        {
            if (document.Resolve(declared) is { } element && Read(element) is { } parameter && !parameters.Exists(p => p.Name == parameter.Name && p.Place == parameter.Place))
                parameters.Add(parameter);
        }
        parameters.RemoveAll(p => p.Place is ParameterPlace.Path && !path.Contains('{' + p.Name + '}', StringComparison.Ordinal));
        foreach (var name in Placeholders(path).Where(name => !parameters.Exists(p => p.Place is ParameterPlace.Path && p.Name == name)))
            parameters.Add(new ApiParameter(name, ParameterPlace.Path, true, "simple", false, false, null, null));
        return parameters;
    }

    public static IEnumerable<string> Placeholders(string path)
    {
        for (var start = path.IndexOf('{', StringComparison.Ordinal); start >= 0; start = path.IndexOf('{', start + 1))
        {
            var end = path.IndexOf('}', start);
            if (end < 0)
                yield break;
            yield return path[(start + 1)..end];
        }
    }

    private static ApiParameter? Read(JsonElement element)
    {
        if (element.Member("name").Text() is not { Length: > 0 } name || Place(element.Member("in").Text()) is not { } place)
            return null;
        if (place is ParameterPlace.Header && IsWithheld(name))
            return null;
        // "content" instead of "schema": the value is written as that media type, and JSON is the only one in use.
        var content = element.Member("content").Members().Select(c => (JsonElement?)c.Value).FirstOrDefault();
        var style = content is not null ? "json" : element.Member("style").Text() ?? (place is ParameterPlace.Query or ParameterPlace.Cookie ? "form" : "simple");
        return new ApiParameter(
            name,
            place,
            place is ParameterPlace.Path || (element.Member("required").Flag() ?? false),
            style,
            element.Member("explode").Flag() ?? style == "form",
            element.Member("allowReserved").Flag() ?? false,
            (content ?? element).Member("schema"),
            element.Member("description").Text());
    }

    private static bool IsWithheld(string name) =>
        Withheld.Contains(name, StringComparer.OrdinalIgnoreCase) || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
        || new[] { "mcp-", "proxy-", "sec-", "x-forwarded-" }.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static ParameterPlace? Place(string? text) => text switch
    {
        "path" => ParameterPlace.Path,
        "query" => ParameterPlace.Query,
        "header" => ParameterPlace.Header,
        "cookie" => ParameterPlace.Cookie,
        _ => null,
    };
}
