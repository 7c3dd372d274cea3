using System.Text;
using System.Text.Json;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Requests;

/// <summary>Request bodies: JSON as it came, form fields, or text.</summary>
internal static class BodyText
{
    private static readonly ApiParameter Field = new("body", ParameterPlace.Query, false, "deepObject", true, false, null, null);

    public static byte[] Write(ApiBody body, JsonElement value)
    {
        if (body.IsJson)
            return Encoding.UTF8.GetBytes(value.GetRawText());
        if (!body.IsForm)
            return Encoding.UTF8.GetBytes(value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText());
        if (value.ValueKind is not JsonValueKind.Object)
            throw new ToolInputException("The argument body must be an object.");
        // %20 instead of + is just as valid in a form, and never misread.
        return Encoding.ASCII.GetBytes(string.Join('&', value.EnumerateObject().Where(m => m.Value.ValueKind is not JsonValueKind.Null)
            .SelectMany(m => ParameterText.Query(Field with { Name = m.Name }, m.Value))));
    }
}
