using Microsoft.AspNetCore.Http;

namespace McpTenants.Instance.Protocol;

/// <summary>Header names of the Streamable HTTP transport; the SDK keeps its own list internal.</summary>
internal static class HeaderNames
{
    public const string ProtocolVersion = "MCP-Protocol-Version";
    public const string Method = "Mcp-Method";
    public const string Name = "Mcp-Name";
    public const string ParameterPrefix = "Mcp-Param-";
    public const string SessionId = "Mcp-Session-Id";

    /// <summary>The one value of a header without surrounding blanks; null when it is absent, "" (which matches nothing) when it is there twice.</summary>
    public static string? Single(IHeaderDictionary headers, string name) => headers[name] switch
    {
        [] => null,
        [var value] => value?.Trim(' ', '\t') ?? "",
        _ => "",
    };
}
