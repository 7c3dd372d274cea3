using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using McpTenants.Authorization.Peers;

namespace Instance.Tests.Peers;

/// <summary>Who gets through a handshake between the platform's programs, over real sockets.</summary>
public sealed class PeerTlsTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PeerAuthority Authority = PeerAuthority.Create(Now.AddDays(-1), Now.AddYears(1));
    private static readonly PeerAuthority Other = PeerAuthority.Create(Now.AddDays(-1), Now.AddYears(1));

    [Fact]
    public async Task GatewayAndItsTenantsInstance_Meet() => (await MeetAsync(Tenant("acme"), Gateway())).ShouldBe((true, true));

    [Fact]
    public async Task ServerOfAnotherTenant_IsRefusedByTheClient() => (await MeetAsync(Tenant("globex"), Gateway())).ShouldBe((false, false));

    [Fact]
    public async Task ServerOfAnotherAuthority_IsRefusedByTheClient() =>
        (await MeetAsync(Identity(Other.IssueTenant("acme", Now.AddDays(-1), Now.AddDays(30)), Authority), Gateway())).ShouldBe((false, false));

    [Fact]
    public async Task ServerThatHasExpired_IsRefusedByTheClient() => (await MeetAsync(Tenant("acme", until: -1), Gateway())).ShouldBe((false, false));

    [Fact]
    public async Task ServerThatIsNotYetValid_IsRefusedByTheClient() => (await MeetAsync(Tenant("acme", from: 1), Gateway())).ShouldBe((false, false));

    [Fact]
    public async Task ServerWithAClientsCertificate_IsRefusedByTheClient() => (await MeetAsync(Gateway(), Gateway())).ShouldBe((false, false));

    [Fact]
    public async Task ClientWithATenantsCertificate_IsRefusedByTheServer() => (await MeetAsync(Tenant("acme"), Tenant("acme"))).Server.ShouldBeFalse();

    [Fact]
    public async Task ClientOfAnotherAuthority_IsRefusedByTheServer() =>
        (await MeetAsync(Tenant("acme"), Identity(Other.IssueClient(PeerNames.Gateway, Now.AddDays(-1), Now.AddDays(30)), Authority))).Server.ShouldBeFalse();

    [Fact]
    public async Task ClientThatHasExpired_IsRefusedByTheServer() =>
        (await MeetAsync(Tenant("acme"), Identity(Authority.IssueClient(PeerNames.Gateway, Now.AddDays(-1), Now.AddMinutes(-1)), Authority))).Server.ShouldBeFalse();

    [Fact]
    public async Task ClientWithAnotherName_IsRefusedByTheServer() =>
        (await MeetAsync(Tenant("acme"), Identity(Authority.IssueClient(PeerNames.Operator, Now.AddDays(-1), Now.AddDays(30)), Authority))).Server.ShouldBeFalse();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task ClientWithoutCertificate_GetsThroughOnlyWhereNoneIsDemanded(bool required, bool through) => (await MeetAsync(Tenant("acme"), null, required)).Server.ShouldBe(through);

    [Fact]
    public async Task ClientWithAWrongCertificate_IsRefusedEvenWhereNoneIsDemanded() => (await MeetAsync(Tenant("acme"), Tenant("acme"), required: false)).Server.ShouldBeFalse();

    [Fact]
    public async Task WhileOneAuthorityTakesOver_BothSidesMeet()
    {
        var ofOld = Identity(Authority.IssueTenant("acme", Now.AddDays(-1), Now.AddDays(30)), Authority, Other);
        var ofNew = Identity(Other.IssueClient(PeerNames.Gateway, Now.AddDays(-1), Now.AddDays(30)), Other, Authority);

        (await MeetAsync(ofOld, ofNew)).ShouldBe((true, true));
    }

    [Fact]
    public void Certificate_NeverOutlivesItsAuthority() =>
        Identity(Authority.IssueTenant("acme", Now, Now.AddYears(10)), Authority).NotAfter.ShouldBe(Now.AddYears(1));

    private static PeerIdentity Identity(PeerCertificatePair own, params PeerAuthority[] trusted) =>
        PeerIdentity.FromPem(own.Certificate, own.Key, string.Concat(trusted.Select(t => t.Certificate)));

    private static PeerIdentity Tenant(string uid, int from = -2, int until = 30) => Identity(Authority.IssueTenant(uid, Now.AddDays(from).AddHours(1), Now.AddDays(until)), Authority);

    private static PeerIdentity Gateway() => Identity(Authority.IssueClient(PeerNames.Gateway, Now.AddDays(-1), Now.AddDays(30)), Authority);

    /// <summary>A handshake with a client of tenant "acme", and one byte each way; true for whoever got the other's byte.</summary>
    private static async Task<(bool Client, bool Server)> MeetAsync(PeerIdentity server, PeerIdentity? client, bool required = true)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, server, required);
        using var socket = new TcpClient();
        await socket.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        return (await CallAsync(socket, client), await serving);
    }

    private static async Task<bool> CallAsync(TcpClient socket, PeerIdentity? client)
    {
        try
        {
            await using var tls = client is null ? await AnonymousAsync(socket) : await PeerTls.ConnectAsync(socket.GetStream(), client, "acme", Now, TestContext.Current.CancellationToken);
            return await ExchangeAsync(tls);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            socket.Close();
            return false;
        }
    }

    private static async Task<bool> ServeAsync(TcpListener listener, PeerIdentity server, bool required)
    {
        using var socket = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(PeerTls.Server(server, required, name => name == PeerNames.Gateway, Now), TestContext.Current.CancellationToken);
            return await ExchangeAsync(tls);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return false;
        }
    }

    private static async Task<SslStream> AnonymousAsync(TcpClient socket)
    {
        var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "x", RemoteCertificateValidationCallback = (_, _, _, _) => true }, TestContext.Current.CancellationToken);
        return tls;
    }

    private static async Task<bool> ExchangeAsync(SslStream tls)
    {
        await tls.WriteAsync(new byte[] { 1 }, TestContext.Current.CancellationToken);
        return await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 1;
    }
}
