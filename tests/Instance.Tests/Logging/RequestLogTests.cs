using System.Text.Json;
using McpTenants.Instance.Logging;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Serving;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace Instance.Tests.Logging;

public sealed class RequestLogTests
{
    [Theory]
    [InlineData("tools/call", "document_get", true, "document_get", "tools/call document_get answered 200 in 1.23 ms (protocol 2026-07-28, request r-1)")]
    [InlineData("tools/call", "made-up", false, "unknown", "tools/call unknown answered 200 in 1.23 ms (protocol 2026-07-28, request r-1)")]
    [InlineData("tools/list", null, false, "", "tools/list  answered 200 in 1.23 ms (protocol 2026-07-28, request r-1)")]
    public void Served_WritesOneLineWithEachValueAndTheMessage(string method, string? name, bool isKnown, string tool, string message)
    {
        using var output = new MemoryStream();
        using (var provider = new TenantLoggerProvider(output, TimeProvider.System))
        {
            var context = new DefaultHttpContext { TraceIdentifier = "r-1" };
            var call = new McpCall(context, new JsonRpcRequest { Method = method }, method, name, "2026-07-28");
            new RequestLog(provider.CreateLogger("category")).Served(context, call, isKnown, TimeSpan.FromMilliseconds(1.234));
        }

        var line = JsonElement.Parse(output.ToArray());
        line.GetProperty("level").GetString().ShouldBe("Information");
        line.GetProperty("message").GetString().ShouldBe(message);
        line.GetProperty("method").GetString().ShouldBe(method);
        line.GetProperty("tool").GetString().ShouldBe(tool);
        line.GetProperty("status").GetInt32().ShouldBe(200);
        line.GetProperty("milliseconds").GetDouble().ShouldBe(1.23);
        line.GetProperty("protocolVersion").GetString().ShouldBe("2026-07-28");
        line.GetProperty("request").GetString().ShouldBe("r-1");
        line.TryGetProperty("{OriginalFormat}", out _).ShouldBeFalse();
    }
}
