using System.Text.Json;

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>One operation of a service.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Path">Path template as in the document.</param>
/// <param name="Id">operationId; null when the document gives none.</param>
/// <param name="Tags">Tags, for selection.</param>
/// <param name="Title">Summary.</param>
/// <param name="Description">Description, else the summary.</param>
/// <param name="Parameters">What goes into path, query, headers and cookies.</param>
/// <param name="Body">Request body; null: none.</param>
internal sealed record ApiOperation(
    string Method,
    string Path,
    string? Id,
    IReadOnlyList<string> Tags,
    string? Title,
    string? Description,
    IReadOnlyList<ApiParameter> Parameters,
    ApiBody? Body);

internal enum ParameterPlace
{
    Path,
    Query,
    Header,
    Cookie,
}

/// <summary>One parameter.</summary>
/// <param name="Name">Name on the wire.</param>
/// <param name="Place">Where it goes.</param>
/// <param name="Required">Whether a call needs it.</param>
/// <param name="Style">How arrays and objects are written: form, simple, label, matrix, spaceDelimited, pipeDelimited, deepObject, or json for media types.</param>
/// <param name="Explode">Whether items and members are written apart.</param>
/// <param name="AllowReserved">Whether reserved characters stay as they are in the query.</param>
/// <param name="Schema">Its schema; null: anything.</param>
/// <param name="Description">What the document says about it.</param>
internal sealed record ApiParameter(
    string Name, ParameterPlace Place, bool Required, string Style, bool Explode, bool AllowReserved, JsonElement? Schema, string? Description);

/// <summary>A request body in the media type that is used.</summary>
internal sealed record ApiBody(string MediaType, bool Required, JsonElement? Schema, string? Description)
{
    public const string Form = "application/x-www-form-urlencoded";

    public bool IsForm => MediaType == Form;

    public bool IsJson => MediaTypes.IsJson(MediaType);
}
