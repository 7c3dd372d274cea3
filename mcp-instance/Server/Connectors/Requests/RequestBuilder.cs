using System.Text;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Requests;

/// <summary>Makes the request of one operation from the arguments of a call.</summary>
internal sealed class RequestBuilder(Uri baseUrl, ApiOperation operation, IReadOnlyList<OperationArgument> arguments)
{
    private const int MaximumHeaderBytes = 4096;

    /// <exception cref="ToolInputException">An argument is missing, unknown or not possible in its place.</exception>
    public PreparedRequest Build(ToolArguments values)
    {
        var path = new StringBuilder(operation.Path);
        var query = new List<string>();
        var headers = new List<KeyValuePair<string, string>>();
        var cookies = new List<string>();
        byte[]? body = null;
        foreach (var argument in arguments)
        {
            if (values.Optional(argument.Name) is not { } value)
            {
                if (argument.Required)
                    throw new ToolInputException($"The argument {argument.Name} is required.");
            }
            else if (argument.Parameter is not { } parameter)
            {
                body = BodyText.Write(operation.Body!, value);
            }
            else
            {
                switch (parameter.Place)
                {
                    case ParameterPlace.Path:
                        path.Replace('{' + parameter.Name + '}', PathText.Write(parameter, value));
                        break;
                    case ParameterPlace.Query:
                        query.AddRange(ParameterText.Query(parameter, value));
                        break;
                    case ParameterPlace.Header:
                        headers.Add(KeyValuePair.Create(parameter.Name, Header(argument.Name, ParameterText.Simple(parameter, value, static text => text))));
                        break;
                    default:
                        cookies.Add(Uri.EscapeDataString(parameter.Name) + "=" + ParameterText.Simple(parameter, value, Uri.EscapeDataString));
                        break;
                }
            }
        }
        values.RequireNoOthers();
        if (cookies.Count > 0)
            headers.Add(KeyValuePair.Create("Cookie", string.Join("; ", cookies)));
        return new PreparedRequest(HttpMethod.Parse(operation.Method), Url(path.ToString(), query), headers, body, body is null ? null : operation.Body!.MediaType);
    }

    private Uri Url(string path, List<string> query)
    {
        var full = baseUrl.AbsolutePath.TrimEnd('/') + path;
        var url = new Uri(baseUrl.GetLeftPart(UriPartial.Authority) + full + (query.Count == 0 ? "" : "?" + string.Join('&', query)));
        // The last line of defence: whatever the arguments were, the URL is the one that was meant, segment by segment.
        if (url.Authority != baseUrl.Authority || url.Scheme != baseUrl.Scheme || url.Segments.Length != full.Count(c => c == '/') + (full.EndsWith('/') ? 0 : 1) || url.Fragment.Length > 0)
            throw new ToolInputException("The arguments do not make a valid path.");
        return url;
    }

    private static string Header(string argument, string text) =>
        text.Length <= MaximumHeaderBytes && text.All(c => c is >= ' ' and <= '~') ? text.Trim()
            : throw new ToolInputException($"The argument {argument} cannot be sent as a header.");
}
