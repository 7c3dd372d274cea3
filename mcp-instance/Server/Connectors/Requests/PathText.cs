using System.Text.Json;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Requests;

/// <summary>
/// Path parameters. Percent-encoding alone is not enough: servers and proxies exist that decode before they look at dots, some of them twice. So a value that
/// has a dot segment in it, in whatever encoding, is refused, and everything else that is special in a path is encoded.
/// </summary>
internal static class PathText
{
    private const int MaximumDecodings = 4;

    public static string Write(ApiParameter parameter, JsonElement value)
    {
        var text = ParameterText.Simple(parameter, value, text => Escape(parameter, text));
        return text.Length > 0 ? text : throw new ToolInputException($"The argument for {parameter.Name} must not be empty.");
    }

    private static string Escape(ApiParameter parameter, string text)
    {
        var decoded = text;
        for (var i = 0; i < MaximumDecodings; i++)
        {
            if (HasDots(decoded))
                throw new ToolInputException($"The argument for {parameter.Name} is not allowed in a path.");
            var next = Uri.UnescapeDataString(decoded);
            if (next == decoded)
                break;
            decoded = next;
        }
        if (decoded.Any(char.IsControl))
            throw new ToolInputException($"The argument for {parameter.Name} is not allowed in a path.");
        return Uri.EscapeDataString(text);
    }

    // "a;x/../b" and "..;/" are read as ".." by servers that know path parameters.
    private static bool HasDots(string text) => text.Split('/', '\\').Any(segment => segment.Split(';')[0].Trim() is "." or "..");
}
