using System.Net;
using System.Net.Sockets;
using Instance.Tests.Support;
using McpTenants.Instance.Serving;

namespace Instance.Tests.Server;

/// <summary>The containers of a pod share one network: an instance whose port somebody else holds must end, not serve beside the other.</summary>
public sealed class TakenPortTests
{
    [Theory]
    [InlineData("0.0.0.0", true)]
    [InlineData("0.0.0.0", false)]
    // On one address only, which would take precedence over the instance's wildcard.
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    public async Task Start_PortHeldByAnother_EndsWithAClearMessage(string address, bool isPublic)
    {
        using var other = new Socket(IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        other.Listen();
        var taken = ((IPEndPoint)other.LocalEndPoint!).Port;
        await using var instance = await TestInstance.StartAsync();
        await instance.StopServerAsync();

        var environment = isPublic ? instance.Environment with { Port = taken } : instance.Environment with { AdminPort = taken };
        var problem = await Should.ThrowAsync<InvalidDataException>(() => InstanceServer.StartAsync(environment, Stream.Null, TimeProvider.System));

        problem.Message.ShouldContain($":{taken}: address already in use");
    }
}
