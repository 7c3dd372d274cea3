using System.Net;
using System.Net.Sockets;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Instances;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Instances;

/// <summary>A pod that does not behave, over real HTTP: it must cost neither memory nor time, and its words must not count.</summary>
public sealed class InstanceClientTests
{
    private const string Uid = "11111111-2222-3333-4444-555555555555";
    private static readonly string Answer = $$$"""{"tenant":{"uid":"{{{Uid}}}"},"tools":{"toolCatalog":"sha256:{{{new string('a', 64)}}}"}}""";

    // None of these pods asks who we are.
    private static readonly PeerHttp Peers = new(null!, TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_TheTenantsPod_IsAReport() => (await AskAsync(Answer)).ShouldNotBeNull().ToolCatalog.ShouldBe("sha256:" + new string('a', 64));

    [Fact]
    public async Task Ask_APodOfSomebodyElse_IsNone() => (await AskAsync(Answer.Replace(Uid[..4], "9999", StringComparison.Ordinal))).ShouldBeNull();

    [Fact]
    public async Task Ask_AnAnswerWithoutEnd_IsNone() => (await AskAsync(new string(' ', 300 * 1024) + Answer)).ShouldBeNull();

    [Fact]
    public async Task Ask_APodThatIsSilent_EndsByItself()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var client = new InstanceClient(null!, new InstanceOptions { AdminPort = ((IPEndPoint)silent.LocalEndpoint).Port, Timeout = TimeSpan.FromMilliseconds(200) }, Peers);

        (await client.AskPodAsync(new Peer(Uid, IPAddress.Loopback, MutualTls: false), Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Ask_NobodyThere_IsNone()
    {
        using var client = new InstanceClient(null!, new InstanceOptions { AdminPort = 9 }, Peers);

        (await client.AskPodAsync(new Peer(Uid, IPAddress.Loopback, MutualTls: false), Ct)).ShouldBeNull();
    }

    private static async Task<InstanceReport?> AskAsync(string answer)
    {
        await using var instance = await FakeInstance.StartAsync();
        instance.Status = answer;
        using var client = new InstanceClient(null!, new InstanceOptions { AdminPort = instance.Port }, Peers);
        return await client.AskPodAsync(new Peer(Uid, IPAddress.Parse(instance.Address), MutualTls: false), Ct);
    }
}
