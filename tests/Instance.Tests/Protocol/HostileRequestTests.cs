using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Instance.Tests.Support;

namespace Instance.Tests.Protocol;

public sealed class HostileRequestTests : IAsyncLifetime
{
    private static readonly string List = Rpc.Body("tools/list").ToJsonString();
    private TestInstance instance = null!;

    public async ValueTask InitializeAsync() => instance = await TestInstance.StartAsync();

    public async ValueTask DisposeAsync() => await instance.DisposeAsync();

    [Theory]
    [InlineData("", 400, -32700)]
    [InlineData("{", 400, -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"", 400, -32700)]
    [InlineData("\uFEFF{}", 400, -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\ud800\"}", 400, -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"method\":\"tools/call\"}", 400, -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"} {}", 400, -32700)]
    [InlineData("// comment\n{}", 400, -32700)]
    [InlineData("nul", 400, -32700)]
    [InlineData("null", 400, -32600)]
    [InlineData("\"text\"", 400, -32600)]
    [InlineData("[]", 400, -32600)]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}]", 400, -32600)]
    [InlineData("{}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"tools/list\"}", 400, -32600)]
    [InlineData("{\"jsonrpc\":2.0,\"id\":1,\"method\":\"tools/list\"}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"tools/list\"}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"tools/list\"}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/list\"}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":[]}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"result\":{}}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1}", 400, -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", 400, -32600)]
    public async Task Post_MalformedBody_IsRefused(string body, int status, int code) => await ExpectAsync(body, status, code);

    [Fact]
    public async Task Post_DeepNesting_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60));
        await ExpectAsync("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"a\":" + deep + "}}", 400, -32700);
    }

    [Fact]
    public async Task Post_InvalidUtf8_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, instance.Mcp) { Content = new ByteArrayContent([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]) };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        ((int)(await instance.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(400);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_BodyOverTheLimit_Is413(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, instance.Mcp) { Content = new StringContent(new string(' ', 70_000), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TransferEncodingChunked = chunked;
        ((int)(await instance.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(413);
    }

    [Theory]
    [InlineData("Content-Type", "text/plain", 415)]
    [InlineData("Content-Type", "", 415)]
    [InlineData("Content-Type", "application/json; charset=utf-16", 415)]
    [InlineData("Content-Type", "application/json; charset=\"UTF-8\"", 200)]
    [InlineData("Content-Encoding", "gzip", 415)]
    [InlineData("Accept", "", 406)]
    [InlineData("Accept", "application/json", 406)]
    [InlineData("Accept", "text/event-stream", 406)]
    [InlineData("Accept", "*/*", 200)]
    [InlineData("Accept", "application/*;q=0.5, text/*", 200)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "https://acme.mcp.test.evil.example", 403)]
    [InlineData("Origin", "https://acme.mcp.test", 200)]
    [InlineData("Mcp-Session-Id", "whatever", 200)]
    public async Task Post_Header_DecidesTheStatus(string name, string value, int status)
    {
        var (actual, _, response) = await instance.PostAsync(List, Rpc.Headers("tools/list", null, (name, value)));
        actual.ShouldBe(status);
        response.Headers.Contains("Mcp-Session-Id").ShouldBeFalse();
    }

    [Theory]
    [InlineData("Mcp-Method", "", -32020)]
    [InlineData("Mcp-Method", "tools/call", -32020)]
    [InlineData("Mcp-Method", "TOOLS/LIST", -32020)]
    [InlineData("MCP-Protocol-Version", "", -32020)]
    [InlineData("MCP-Protocol-Version", "2025-11-25", -32020)]
    [InlineData("MCP-Protocol-Version", "2099-01-01", -32020)]
    public async Task Post_ModernHeaderThatContradictsTheBody_IsRefused(string name, string value, int code) =>
        await ExpectAsync(List, 400, code, Rpc.Headers("tools/list", null, (name, value)));

    [Theory]
    [InlineData("", -32020)]
    [InlineData("document_get", -32020)]
    [InlineData("=?base64?!!!?=", -32020)]
    [InlineData("=?base64?ZG9jdW1lbnRfZGVsZXRl?=", -32020)]
    public async Task Call_NameHeaderThatContradictsTheBody_IsRefused(string name, int code) =>
        await ExpectAsync(Rpc.Call("document_list").ToJsonString(), 400, code, Rpc.Headers("tools/call", name));

    [Fact]
    public async Task Call_NameHeaderInBase64_IsTheSameName()
    {
        var (status, _, _) = await instance.PostAsync(
            Rpc.Call("document_list").ToJsonString(), Rpc.Headers("tools/call", "=?base64?" + Convert.ToBase64String("document_list"u8) + "?="));
        status.ShouldBe(200);
    }

    [Fact]
    public async Task Post_UnknownVersion_NamesTheSupportedOne()
    {
        var body = Rpc.Body("server/discover");
        body["params"]!["_meta"]!["io.modelcontextprotocol/protocolVersion"] = "2099-01-01";
        var (status, answer, _) = await instance.PostAsync(body.ToJsonString(), Rpc.Headers("server/discover", null, ("MCP-Protocol-Version", "2099-01-01")));
        status.ShouldBe(400);
        var error = answer!.Value.GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(-32022);
        error.GetProperty("data").GetProperty("supported").GetRawText().ShouldBe("[\"2026-07-28\"]");
        error.GetProperty("data").GetProperty("requested").GetString().ShouldBe("2099-01-01");
    }

    [Theory]
    [InlineData("io.modelcontextprotocol/protocolVersion")]
    [InlineData("io.modelcontextprotocol/clientCapabilities")]
    public async Task Post_ModernWithoutMetadata_IsInvalidParams(string key)
    {
        var body = Rpc.Body("tools/list");
        body["params"]!["_meta"]!.AsObject().Remove(key);
        await ExpectAsync(body.ToJsonString(), 400, -32602, Rpc.Headers("tools/list"));
    }

    [Theory]
    [InlineData("initialize")]
    [InlineData("ping")]
    [InlineData("logging/setLevel")]
    [InlineData("resources/subscribe")]
    [InlineData("no/such/method")]
    public async Task Post_ModernMethodThatDoesNotExist_Is404(string method) => await ExpectAsync(Rpc.Body(method).ToJsonString(), 404, -32601, Rpc.Headers(method));

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public async Task OtherMethods_Are405(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), instance.Mcp);
        using var response = await instance.Http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(405);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task Legacy_UnknownSession_Is404() => await ExpectAsync(
        """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", 404, -32001, ("MCP-Protocol-Version", "2025-11-25"), ("Mcp-Session-Id", "gone"));

    [Fact]
    public async Task Legacy_Notification_IsAccepted()
    {
        var (status, _, _) = await instance.PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", ("MCP-Protocol-Version", "2025-11-25"));
        status.ShouldBe(202);
    }

    [Fact]
    public async Task Response_IsAnEventStreamThatProxiesMustNotHold()
    {
        var (_, _, response) = await instance.PostAsync(List, Rpc.Headers("tools/list"));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        response.Headers.Server.ShouldBeEmpty();
    }

    [Fact]
    public async Task Errors_NeverShowTheInside()
    {
        var (_, body, _) = await instance.PostAsync(Rpc.Call("document_get", new JsonObject { ["id"] = new JsonObject() }).ToJsonString(), Rpc.Headers("tools/call", "document_get"));
        body!.Value.GetRawText().ShouldNotContain("   at ");
        body.Value.GetRawText().ShouldNotContain("Exception");
    }

    [Fact]
    public async Task SubscriptionsListen_DoesNotHoldTheConnection()
    {
        var (status, _, _) = await instance.PostAsync(
            Rpc.Body("subscriptions/listen", new JsonObject { ["notifications"] = new JsonObject() }).ToJsonString(), Rpc.Headers("subscriptions/listen"));
        status.ShouldBe(200);
    }

    [Fact]
    public async Task Connection_CutInTheMiddleOfABody_LeavesTheServerWorking()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync("127.0.0.1", instance.Mcp.Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync("POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: */*\r\nContent-Length: 500\r\n\r\n{\"json"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        (await instance.PostAsync(List, Rpc.Headers("tools/list"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Health_NamesTheTenant()
    {
        foreach (var uri in (Uri[])[instance.Public("/readyz"), instance.Admin("/readyz")])
        {
            using var response = await instance.Http.GetAsync(uri, TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBe(200);
            response.Headers.GetValues("Mcp-Tenant-Uid").ShouldBe([TestInstance.Uid]);
        }
        ((int)(await instance.Http.GetAsync(instance.Public("/metrics"), TestContext.Current.CancellationToken)).StatusCode).ShouldBe(404);
        ((int)(await instance.Http.GetAsync(instance.Admin("/mcp"), TestContext.Current.CancellationToken)).StatusCode).ShouldBe(404);
    }

    private async Task ExpectAsync(string body, int status, int code, params (string, string)[] headers)
    {
        var (actual, answer, _) = await instance.PostAsync(body, headers);
        actual.ShouldBe(status);
        answer!.Value.GetProperty("error").GetProperty("code").GetInt32().ShouldBe(code);
    }
}
