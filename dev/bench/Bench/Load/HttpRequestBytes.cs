using System.Globalization;
using System.Text;

namespace McpTenants.Bench.Load;

/// <summary>Requests as the bytes on the wire, built once: the load generator must cost less than what it measures.</summary>
internal static class HttpRequestBytes
{
    /// <summary>A JSON POST as an MCP client sends it.</summary>
    /// <param name="host">Value of the Host header.</param>
    /// <param name="path">Path, for example <c>/mcp</c>.</param>
    /// <param name="body">The JSON document.</param>
    /// <param name="headers">Further headers.</param>
    public static byte[] Post(string host, string path, string body, params IEnumerable<(string Name, string Value)> headers) =>
        Build("POST", host, path, body, [("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream"), .. headers]);

    /// <summary>A GET without a body.</summary>
    public static byte[] Get(string host, string path, params IEnumerable<(string Name, string Value)> headers) => Build("GET", host, path, null, headers);

    private static byte[] Build(string method, string host, string path, string? body, IEnumerable<(string Name, string Value)> headers)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: {host}\r\n");
        foreach (var (name, value) in headers)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (body is not null)
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(body).ToString());
    }
}
