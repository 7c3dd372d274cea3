using System.Text.Json;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Requests;

/// <summary>Values as the styles of OpenAPI write them (OpenAPI 3.1, "Style Values" and RFC 6570).</summary>
internal static class ParameterText
{
    /// <summary>The text of a path, header or cookie value, given how single values are escaped.</summary>
    public static string Simple(ApiParameter parameter, JsonElement value, Func<string, string> escape)
    {
        var name = escape(parameter.Name);
        var (prefix, separator) = (parameter.Style, parameter.Explode) switch
        {
            ("label", true) => (".", "."),
            ("label", false) => (".", ","),
            ("matrix", true) => (";", ";"),
            ("matrix", false) => (";" + name + "=", ","),
            _ => ("", ","),
        };
        if (parameter.Style == "json")
            return escape(value.GetRawText());
        // Exploded matrix repeats the name before every item; members of an object bring their own.
        var item = parameter is { Style: "matrix", Explode: true } ? name + "=" : "";
        return prefix + string.Join(separator, value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Select(v => item + escape(Primitive(parameter, v))),
            JsonValueKind.Object => value.EnumerateObject().SelectMany(m => parameter.Explode
                ? new[] { escape(m.Name) + "=" + escape(Primitive(parameter, m.Value)) }
                : [escape(m.Name), escape(Primitive(parameter, m.Value))]),
            _ => [item + escape(Primitive(parameter, value))],
        });
    }

    /// <summary>The name-value pairs of a query parameter, escaped.</summary>
    public static IEnumerable<string> Query(ApiParameter parameter, JsonElement value)
    {
        Func<string, string> escape = parameter.AllowReserved ? EscapeReserved : Uri.EscapeDataString;
        var name = Uri.EscapeDataString(parameter.Name);
        if (parameter.Style == "json")
            return [name + "=" + escape(value.GetRawText())];
        if (value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
            return [name + "=" + escape(Primitive(parameter, value))];
        if (value.ValueKind is JsonValueKind.Object && parameter.Style == "deepObject")
            return value.EnumerateObject().SelectMany(m => Deep(parameter, $"{parameter.Name}[{m.Name}]", m.Value, 0, escape));
        if (parameter.Explode)
        {
            return value.ValueKind is JsonValueKind.Array
                ? value.EnumerateArray().Select(v => name + "=" + escape(Primitive(parameter, v)))
                : value.EnumerateObject().Select(m => Uri.EscapeDataString(m.Name) + "=" + escape(Primitive(parameter, m.Value)));
        }

        var separator = parameter.Style switch { "spaceDelimited" => "%20", "pipeDelimited" => "%7C", _ => "," };
        var items = value.ValueKind is JsonValueKind.Array
            ? value.EnumerateArray().Select(v => escape(Primitive(parameter, v)))
            : value.EnumerateObject().SelectMany(m => new[] { escape(m.Name), escape(Primitive(parameter, m.Value)) });
        return [name + "=" + string.Join(separator, items)];
    }

    /// <summary>A string, number or boolean as text.</summary>
    public static string Primitive(ApiParameter parameter, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Null => "",
        _ => throw new ToolInputException($"The argument for {parameter.Name} is nested too deeply."),
    };

    // deepObject is only defined for one level; deeper levels follow what services that use it do.
    private static IEnumerable<string> Deep(ApiParameter parameter, string name, JsonElement value, int depth, Func<string, string> escape) => value.ValueKind switch
    {
        JsonValueKind.Object when depth < 4 => value.EnumerateObject().SelectMany(m => Deep(parameter, $"{name}[{m.Name}]", m.Value, depth + 1, escape)),
        JsonValueKind.Array when depth < 4 => value.EnumerateArray().SelectMany(v => Deep(parameter, name, v, 4, escape)),
        _ => [Uri.EscapeDataString(name) + "=" + escape(Primitive(parameter, value))],
    };

    // Reserved characters stay, except those that would end the value or the query.
    private static string EscapeReserved(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        rune.IsAscii && ":/?@!$'()*,;[]".Contains((char)rune.Value, StringComparison.Ordinal) ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
