using System.Text;
using McpTenants.Gateway.Forwarding;

namespace Gateway.Tests.Forwarding;

public sealed class ProbeAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nMcp-Tenant-Uid: u\r\nContent-Length: 3\r\n\r\nok\n", 200, "u", true)]
    [InlineData("HTTP/1.1 200 OK\r\nmcp-tenant-uid:u\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nok\n\r\n0\r\n\r\n", 200, "u", true)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nMcp-Tenant-Uid: u\r\nContent-Length: 0\r\n\r\n", 503, "u", true)]
    [InlineData("HTTP/1.1 204\r\nMcp-Tenant-Uid: u\r\n\r\n", 204, "u", true)]
    [InlineData("HTTP/1.1 200 OK\r\nMcp-Tenant-Uid: u\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 200, "u", false)]
    [InlineData("HTTP/1.1 200 OK\r\nMcp-Tenant-Uid: u\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK", 200, "u", false)]
    [InlineData("HTTP/1.1 200 OK\r\nMcp-Tenant-Uid: u\r\n\r\n", 200, "u", false)]
    [InlineData("HTTP/1.1 200 OK\r\nMcp-Tenant-Uid: u\r\nMcp-Tenant-Uid: v\r\nContent-Length: 0\r\n\r\n", 200, "", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, null, true)]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", 0, null, false)]
    public void Parse_WholeAnswer(string bytes, int status, string? uid, bool reusable) =>
        ProbeAnswer.TryParse(Encoding.ASCII.GetBytes(bytes)).ShouldBe(new ProbeAnswer(status, uid, reusable));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nMcp-Tenant-Uid: u\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nok\n\r\n")]
    public void Parse_IncompleteAnswer_WaitsForMore(string bytes) => ProbeAnswer.TryParse(Encoding.ASCII.GetBytes(bytes)).ShouldBeNull();
}
