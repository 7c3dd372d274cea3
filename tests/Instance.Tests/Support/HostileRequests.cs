using System.Text;
using System.Text.Json.Nodes;
using static Instance.Tests.Support.HostileRequest;

namespace Instance.Tests.Support;

/// <summary>The table of bad requests that every build has to answer as written here.</summary>
internal static class HostileRequests
{
    private const int Parse = -32700, Invalid = -32600, NoMethod = -32601, Params = -32602, Refused = -32000, NoSession = -32001, Mismatch = -32020, Version = -32022;

    /// <summary>For an instance whose callers have the right credential.</summary>
    public static IReadOnlyList<HostileRequest> All { get; } = [.. Bodies(), .. Shapes(), .. Headers(), .. Metadata(), .. Calls(), .. Legacy(), .. Transport()];

    private static JsonObject List() => Rpc.Body("tools/list");

    private static IEnumerable<HostileRequest> Bodies() =>
    [
        Raw("empty body", 400, Parse, ""),
        Raw("only white space", 400, Parse, " \r\n\t"),
        Raw("cut off in an object", 400, Parse, """{"jsonrpc":"2.0","id":1,"""),
        Raw("cut off in a string", 400, Parse, "{\"jsonrpc\":\"2."),
        Raw("byte order mark", 400, Parse, [0xEF, 0xBB, 0xBF, .. "{}"u8]),
        Raw("UTF-16", 400, Parse, Encoding.Unicode.GetBytes("{}")),
        Raw("invalid UTF-8", 400, Parse, [.. "{\"jsonrpc\":\"2.0\",\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
        Raw("overlong UTF-8", 400, Parse, [.. "{\"jsonrpc\":\""u8, 0xC0, 0xAF, .. "\"}"u8]),
        Raw("half surrogate in a value", 400, Parse, """{"jsonrpc":"2.0","id":1,"method":"\ud800"}"""),
        Raw("half surrogate in a name", 400, Parse, """{"jsonrpc":"2.0","id":1,"\udc00":1}"""),
        Raw("NUL bytes", 400, Parse, new byte[64]),
        Raw("two documents", 400, Parse, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}{}"""),
        Raw("comment", 400, Parse, "/* x */{}"),
        Raw("trailing comma", 400, Parse, """{"jsonrpc":"2.0",}"""),
        Raw("single quotes", 400, Parse, "{'jsonrpc':'2.0'}"),
        Raw("NaN", 400, Parse, """{"jsonrpc":"2.0","id":NaN}"""),
        Raw("leading zero", 400, Parse, """{"jsonrpc":"2.0","id":01}"""),
        Raw("raw line feed in a string", 400, Parse, "{\"jsonrpc\":\"2.0\",\"id\":\"a\nb\"}"),
        Raw("duplicate member", 400, Parse, """{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call"}"""),
        Raw("duplicate member, escaped", 400, Parse, """{"jsonrpc":"2.0","id":1,"method":"tools/list","m\u0065thod":"tools/call"}"""),
        Raw("duplicate member, deep", 400, Parse, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"a":{"b":1,"b":2}}}"""),
        Raw("nested too deep", 400, Parse, Nested(60)),
        Raw("nested 20,000 levels deep", 400, Parse, Nested(20_000)),
        Raw("form data", 415, Refused, "a=b&c=d").With("Content-Type", "application/x-www-form-urlencoded"),
        Raw("larger than the limit", 413, Refused, new byte[70_000]),
        Raw("larger than the limit, length not told", 413, Refused, new byte[70_000]) with { IsChunked = true },
    ];

    private static IEnumerable<HostileRequest> Shapes() =>
    [
        Raw("null", 400, Invalid, "null"),
        Raw("number", 400, Invalid, "17"),
        Raw("string", 400, Invalid, "\"tools/list\""),
        Raw("empty batch", 400, Invalid, "[]"),
        Raw("batch", 400, Invalid, """[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]"""),
        Raw("empty object", 400, Invalid, "{}"),
        Raw("no jsonrpc", 400, Invalid, """{"id":1,"method":"tools/list"}"""),
        Raw("jsonrpc 1.0", 400, Invalid, """{"jsonrpc":"1.0","id":1,"method":"tools/list"}"""),
        Raw("jsonrpc as a number", 400, Invalid, """{"jsonrpc":2.0,"id":1,"method":"tools/list"}"""),
        Raw("id null", 400, Invalid, """{"jsonrpc":"2.0","id":null,"method":"tools/list"}"""),
        Raw("id fraction", 400, Invalid, """{"jsonrpc":"2.0","id":0.5,"method":"tools/list"}"""),
        Raw("id beyond 64 bits", 400, Invalid, """{"jsonrpc":"2.0","id":99999999999999999999,"method":"tools/list"}"""),
        Raw("id object", 400, Invalid, """{"jsonrpc":"2.0","id":{"a":1},"method":"tools/list"}"""),
        Raw("id array", 400, Invalid, """{"jsonrpc":"2.0","id":[1],"method":"tools/list"}"""),
        Raw("id boolean", 400, Invalid, """{"jsonrpc":"2.0","id":true,"method":"tools/list"}"""),
        Raw("method number", 400, Invalid, """{"jsonrpc":"2.0","id":1,"method":1}"""),
        Raw("method null", 400, Invalid, """{"jsonrpc":"2.0","id":1,"method":null}"""),
        Raw("params array", 400, Invalid, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[1]}"""),
        Raw("params string", 400, Invalid, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":"x"}"""),
        Raw("request and response in one", 400, Invalid, """{"jsonrpc":"2.0","id":1,"method":"tools/list","result":{}}"""),
        Raw("no method", 400, Invalid, """{"jsonrpc":"2.0","id":1}"""),
        Raw("answer to a question nobody asked", 400, Invalid, """{"jsonrpc":"2.0","id":1,"result":{}}"""),
        Raw("error nobody asked for", 400, Invalid, """{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}"""),
    ];

    private static IEnumerable<HostileRequest> Headers() =>
    [
        Modern("no Content-Type", 415, Refused, List()).With("Content-Type", null),
        Modern("Content-Type text", 415, Refused, List()).With("Content-Type", "text/plain"),
        Modern("Content-Type almost JSON", 415, Refused, List()).With("Content-Type", "application/jsonp"),
        Modern("charset UTF-7", 415, Refused, List()).With("Content-Type", "application/json; charset=utf-7"),
        Modern("compressed", 415, Refused, List()).With("Content-Encoding", "gzip"),
        Modern("no Accept", 406, Refused, List()).With("Accept", null),
        Modern("Accept without events", 406, Refused, List()).With("Accept", "application/json"),
        Modern("Accept without JSON", 406, Refused, List()).With("Accept", "text/event-stream"),
        Modern("foreign Origin", 403, Refused, List()).With("Origin", "https://evil.example"),
        Modern("Origin null", 403, Refused, List()).With("Origin", "null"),
        Modern("Origin that only begins right", 403, Refused, List()).With("Origin", "https://acme.mcp.test.evil.example"),
        Modern("Origin with another scheme", 403, Refused, List()).With("Origin", "http://acme.mcp.test"),
        Modern("Mcp-Method missing", 400, Mismatch, List()).With("Mcp-Method", null),
        Modern("Mcp-Method of another request", 400, Mismatch, List()).With("Mcp-Method", "tools/call"),
        Modern("Mcp-Method in another case", 400, Mismatch, List()).With("Mcp-Method", "Tools/List"),
        Modern("Mcp-Name missing", 400, Mismatch, Rpc.Call("document_list")).With("Mcp-Name", null),
        Modern("Mcp-Name of a harmless tool", 400, Mismatch, Rpc.Call("document_delete")).With("Mcp-Name", "document_list"),
        Modern("Mcp-Name of a harmless tool, encoded", 400, Mismatch, Rpc.Call("document_delete")).With("Mcp-Name", "=?base64?ZG9jdW1lbnRfbGlzdA==?="),
        Modern("Mcp-Name broken base64", 400, Mismatch, Rpc.Call("document_list")).With("Mcp-Name", "=?base64?***?="),
        Modern("Mcp-Name of another document", 400, Mismatch, Read("kb://documents/a")).With("Mcp-Name", "kb://documents/b"),
        Modern("version header missing", 400, Mismatch, List()).With("MCP-Protocol-Version", null),
        Modern("version header older than the body", 400, Mismatch, List()).With("MCP-Protocol-Version", "2025-11-25"),
        Raw("version unknown", 400, Version, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""").With("MCP-Protocol-Version", "1999-12-31"),
        Raw("version a path", 400, Version, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""").With("MCP-Protocol-Version", "../../etc/passwd"),
    ];

    private static IEnumerable<HostileRequest> Metadata() =>
    [
        Modern("no version in _meta", 400, Params, Without("io.modelcontextprotocol/protocolVersion")),
        Modern("no capabilities in _meta", 400, Params, Without("io.modelcontextprotocol/clientCapabilities")),
        Modern("capabilities not an object", 400, Params, With("io.modelcontextprotocol/clientCapabilities", "all")),
        Raw("no _meta", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}"""),
        Raw("no params", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}"""),
        Raw("_meta an array", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":[]}}"""),
        .. ((string[])["initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "tools/list/", "tools//list", "rpc.discover", "prompts/evil", "a\u202eb"])
            .Select(m => Modern("method " + m, 404, NoMethod, Rpc.Body(m)).With("Mcp-Method", m.All(char.IsAscii) ? m : null))
            .Select(r => r.Headers.ContainsKey("Mcp-Method") ? r : r with { Status = 400, Code = Mismatch }),
    ];

    private static IEnumerable<HostileRequest> Calls() =>
    [
        Modern("unknown tool", 200, Params, Rpc.Call("no_such_tool")),
        Modern("hidden tool", 200, Params, Rpc.Call("document_delete")),
        Modern("tool with a path", 200, Params, Rpc.Call("../../bin/sh")),
        Modern("tool with an endless name", 200, Params, Rpc.Call(new string('a', 4000))),
        Modern("tool name with letters from elsewhere", 200, Params, Rpc.Call("dоcument_list")),
        Modern("resource outside", 200, Params, Read("file:///etc/passwd")),
        Modern("resource by a way up", 200, Params, Read("kb://documents/../../proc/self/environ")),
        Modern("resource of somebody else", 200, Params, Read("kb://other/documents/1")),
        Modern("resource on the network", 200, Params, Read("http://169.254.169.254/latest/meta-data")),
        Modern("cursor made up", 200, Params, Rpc.Body("resources/list", new JsonObject { ["cursor"] = "' OR 1=1 --" })),
        Modern("foreign tenant in the arguments", 200, null, Rpc.Call("document_list", new JsonObject { ["tenantId"] = "other" })),
        Modern("SQL in the arguments", 200, null, Rpc.Call("document_get", new JsonObject { ["id"] = "x'; DROP TABLE documents; --" })),
        Modern("search syntax bomb", 200, null, Rpc.Call("document_search", new JsonObject { ["query"] = string.Concat(Enumerable.Repeat("a* OR (", 120)) })),
        Modern("number for a string", 200, null, Rpc.Call("document_get", new JsonObject { ["id"] = 1e308 })),
        Modern("state made up", 200, null, Rpc.Body("tools/call", new JsonObject { ["name"] = "document_list", ["arguments"] = new JsonObject(), ["requestState"] = "x" })),
        Raw("arguments an array", 400, Params, Call("[]")).With("Mcp-Method", "tools/call").With("Mcp-Name", "document_list"),
        Raw("arguments a string", 400, Params, Call("\"x\"")).With("Mcp-Method", "tools/call").With("Mcp-Name", "document_list"),
        Raw("name missing", 400, Mismatch, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""")
            .With("Mcp-Method", "tools/call").With("Mcp-Name", "document_list"),
    ];

    private static IEnumerable<HostileRequest> Legacy() =>
    [
        Raw("old session", 404, NoSession, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""").With("MCP-Protocol-Version", "2025-11-25").With("Mcp-Session-Id", "0123456789abcdef"),
        Raw("old unknown tool", 200, Params, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nope"}}""").With("MCP-Protocol-Version", "2025-06-18"),
        Raw("old call without a name", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}""").With("MCP-Protocol-Version", "2025-06-18"),
        Raw("old call of a number", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}""").With("MCP-Protocol-Version", "2025-06-18"),
        Raw("old read of an object", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":{}}}""").With("MCP-Protocol-Version", "2025-06-18"),
        Raw("old list from a number", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"resources/list","params":{"cursor":1}}""").With("MCP-Protocol-Version", "2025-06-18"),
        Raw("old initialize without anything", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"initialize"}""").With("MCP-Protocol-Version", null),
        Raw("old initialize with numbers", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":1,"capabilities":2,"clientInfo":3}}""").With("MCP-Protocol-Version", null),
        Raw("old initialize as a client without a name", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"roots":7},"clientInfo":{"name":{}}}}""").With("MCP-Protocol-Version", null),
        Raw("old log level that is none", 400, Params, """{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"loud"}}""").With("MCP-Protocol-Version", "2025-11-25"),
        Raw("old initialize that wants no answer", 202, null, """{"jsonrpc":"2.0","method":"initialize","params":{"name":[1],"protocolVersion":"debug"}}""").With("MCP-Protocol-Version", null),
        Raw("old unknown method", 200, NoMethod, """{"jsonrpc":"2.0","id":1,"method":"nope"}""").With("MCP-Protocol-Version", "2025-06-18"),
        Raw("old client answers", 400, Invalid, """{"jsonrpc":"2.0","id":1,"result":{}}""").With("MCP-Protocol-Version", "2025-11-25"),
        Raw("old notification nobody knows", 202, null, """{"jsonrpc":"2.0","method":"notifications/evil"}""").With("MCP-Protocol-Version", "2025-11-25"),
    ];

    private static IEnumerable<HostileRequest> Transport() =>
    [
        Modern("GET", 405, Refused, List()) with { Method = "GET", Body = [] },
        Modern("DELETE", 405, Refused, List()) with { Method = "DELETE", Body = [] },
        Modern("PUT", 405, Refused, List()) with { Method = "PUT" },
        Modern("TRACE", 405, Refused, List()) with { Method = "TRACE", Body = [] },
        Modern("made-up method", 405, Refused, List()) with { Method = "EVIL", Body = [] },
        Modern("GET of an old session", 405, Refused, List()).With("Mcp-Session-Id", "x").With("Last-Event-ID", "9") with { Method = "GET", Body = [] },
        Modern("admin path", 404, null, List()) with { Path = "/metrics" },
        Modern("status path", 404, null, List()) with { Path = "/status" },
        Modern("path below", 404, null, List()) with { Path = "/mcp/" },
        Modern("path in another case", 404, null, List()) with { Path = "/MCP" },
    ];

    private static JsonObject Read(string uri) => Rpc.Body("resources/read", new JsonObject { ["uri"] = uri });

    private static JsonObject Without(string key)
    {
        var body = List();
        body["params"]!["_meta"]!.AsObject().Remove(key);
        return body;
    }

    private static JsonObject With(string key, string value)
    {
        var body = List();
        body["params"]!["_meta"]![key] = value;
        return body;
    }

    private static string Call(string arguments) =>
        Rpc.Call("document_list").ToJsonString().Replace("\"arguments\":{}", "\"arguments\":" + arguments, StringComparison.Ordinal);

    private static string Nested(int depth) =>
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"a\":" + new string('[', depth) + new string(']', depth) + "}}";
}
