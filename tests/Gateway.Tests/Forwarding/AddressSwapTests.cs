using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Gateway.Tests.Support;
using Instance.Tests.Support;
using McpTenants.Authorization.Peers;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;

namespace Gateway.Tests.Forwarding;

/// <summary>
/// Pod addresses that change hands: two tenants, two addresses, and before each connection a coin decides whose pod is where. Counted is every byte that
/// either pod got to read from a connection of the other tenant.
/// </summary>
[Trait("Tier", "Integration")]
public sealed class AddressSwapTests
{
    private const int Swaps = 10_000;
    private static readonly string[] Tenants = ["uid-acme", "uid-globex"];
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PeerAuthority Authority = PeerAuthority.Create(Now.AddDays(-1), Now.AddDays(90));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public async Task TenThousandSwaps_BringNoByteToTheOtherTenant()
    {
        using var folder = new PeerFolder();
        folder.Put(Authority.IssueClient(PeerNames.Gateway, Now.AddHours(-1), Now.AddDays(30)), Authority);
        var lanes = await Task.WhenAll(LaneAsync(folder, seed: 1), LaneAsync(folder, seed: 2));

        lanes.Sum(l => l.Foreign).ShouldBe(0);
        // The coin is fair enough for both cases to be what is tested.
        lanes.Sum(l => l.Reached).ShouldBeInRange(Swaps / 3, Swaps * 2 / 3);
        lanes.Sum(l => l.Reached + l.Refused).ShouldBe(Swaps);
    }

    private static async Task<(int Reached, int Refused, long Foreign)> LaneAsync(PeerFolder folder, int seed)
    {
        var (reached, refused, foreign) = (0, 0, 0L);
#pragma warning disable RS0030 // Seeded, so that a failure can be looked at again.
        var coin = new Random(seed);
#pragma warning restore RS0030
        var owners = Tenants.Select(Identity).ToArray();
        using var listener = new TcpListener(FakeInstance.NextAddress(), 0);
        listener.Start();
        var at = (IPEndPoint)listener.LocalEndpoint;
        var dialer = new InstanceDialer(at.Port, TimeSpan.FromSeconds(60), new SteppedClock(Now), new PeerIdentityFiles(folder.Folder, TimeProvider.System));
        for (var i = 0; i < Swaps / 2; i++)
        {
            var (owner, wanted) = (coin.Next(2), coin.Next(2));
            var serving = ServeAsync(listener, owners[owner], Tenants[owner]);
            try
            {
                // What the gateway believes is always the address of the tenant that it wants.
                await using var stream = await dialer.ConnectAsync(new InstancePod("pod", at.Address, MutualTls: true), Tenants[wanted], mustBeReady: true, Ct);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("secret of " + Tenants[wanted]), Ct);
                reached++;
                owner.ShouldBe(wanted);
            }
            catch (InstanceUnreachableException)
            {
                refused++;
                owner.ShouldNotBe(wanted);
            }

            var read = await serving;
            foreign += owner == wanted ? 0 : read;
        }

        return (reached, refused, foreign);
    }

    /// <summary>One connection of a pod that answers every question and keeps whatever it is told.</summary>
    private static async Task<long> ServeAsync(TcpListener listener, PeerIdentity identity, string uid)
    {
        var read = 0L;
        using var socket = await listener.AcceptTcpClientAsync(Ct);
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(PeerTls.Server(identity, required: true, name => name == PeerNames.Gateway, Now), Ct);
            var buffer = new byte[4096];
            for (int n; (n = await tls.ReadAsync(buffer, Ct)) > 0; read += n)
                await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nMcp-Tenant-Uid: {uid}\r\nContent-Length: 0\r\n\r\n"), Ct);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // Cut off, which is the point.
        }

        return read;
    }

    private static PeerIdentity Identity(string uid)
    {
        var pair = Authority.IssueTenant(uid, Now.AddHours(-1), Now.AddDays(30));
        return PeerIdentity.FromPem(pair.Certificate, pair.Key, Authority.Certificate);
    }
}
