using Gateway.Tests.Support;

namespace Gateway.Tests.Edge;

/// <summary>Bytes that no HTTP library would send.</summary>
public sealed class FramingTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nHost: globex.mcp.test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /mcp HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nContent-Length: 4\r\nContent-Length: 5\r\nConnection: close\r\n\r\nabcde")]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nContent-Length: -1\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nTransfer-Encoding: xchunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\n Folded: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /mcp HTTP/1.1\r\nHost : acme.mcp.test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("POST http://globex.mcp.test/mcp HTTP/1.1\r\nHost: acme.mcp.test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    public async Task AmbiguousRequest_Is400(string request)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await gateway.AddServedTenantAsync("acme");

        RawHttp.Status(await RawHttp.SendAsync(gateway.Public, request)).ShouldBe(400);

        gateway.Cluster.ScaleCalls.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task HeadersBeyondTheirLimit_Are431()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        var big = await RawHttp.SendAsync(gateway.Public, $"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('x', 17 * 1024)}\r\n\r\n");
        var many = await RawHttp.SendAsync(gateway.Public, $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 100).Select(i => $"X{i}: y\r\n"))}\r\n");

        RawHttp.Status(big).ShouldBe(431);
        RawHttp.Status(many).ShouldBe(431);
    }

    [Fact(Timeout = 60_000)]
    public async Task ChunkedBodyBeyondTheLimit_Is413()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            await c.Request.Body.CopyToAsync(Stream.Null);
            c.Response.StatusCode = 200;
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance, t => t.Spec.Limits!.MaxRequestBytes = "4Ki");
        var chunk = "400\r\n" + new string('x', 1024) + "\r\n";

        var answer = await RawHttp.SendAsync(
            gateway.Public,
            $"POST /mcp HTTP/1.1\r\nHost: {acme.Host}\r\nAuthorization: Bearer {gateway.Issuer.Token(acme.Audience)}\r\nContent-Type: application/json\r\n"
            + "Accept: application/json, text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat(chunk, 8)) + "0\r\n\r\n");

        RawHttp.Status(answer).ShouldBe(413);
        (await gateway.SendAsync(acme)).IsSuccessStatusCode.ShouldBeTrue();
    }
}
