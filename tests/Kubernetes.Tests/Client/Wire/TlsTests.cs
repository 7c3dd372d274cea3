using System.Net.Security;
using System.Text;
using k8s.Http;
using k8s.Models;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Kubernetes.Tests.Client.Wire;

public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _stranger = new();
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task Server_OfOurAuthority_IsTrustedOverHttp2()
    {
        var protocol = "";
        await using var server = await FakeApiServer.StartTlsAsync(_authority.ServerCertificate(), c =>
        {
            protocol = c.Request.Protocol;
            return c.SendAsync(Answers.Map);
        });
        using var client = server.Connect(c => c.SslCaCerts = _authority.Certificates);
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
        protocol.ShouldBe("HTTP/2");
    }

    [Fact]
    public async Task Server_OfAnotherAuthority_IsRefused()
    {
        await using var server = await FakeApiServer.StartTlsAsync(_stranger.ServerCertificate(), c => c.SendAsync(Answers.Map));
        using var client = server.Connect(c => c.SslCaCerts = _authority.Certificates);
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Server_WithAnotherName_IsRefused()
    {
        await using var server = await FakeApiServer.StartTlsAsync(_authority.ServerCertificate("api.other.test"), c => c.SendAsync(Answers.Map));
        using var client = server.Connect(c => c.SslCaCerts = _authority.Certificates);
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
    }

    [Fact]
    public void Server_WithAClientsCertificateOfOurAuthority_IsRefused()
    {
        // Kestrel refuses to serve such a certificate, so the judgement itself is asked.
        var trust = new ServerTrust(new CaBundle(_authority.Certificates));
        using var clientOnly = _authority.ClientCertificate("mallory");
        using var proper = _authority.ServerCertificate();
        trust.Validate(this, clientOnly, chain: null, SslPolicyErrors.None).ShouldBeFalse();
        trust.Validate(this, proper, chain: null, SslPolicyErrors.None).ShouldBeTrue();
    }

    [Fact]
    public async Task Server_UntrustedButVerificationOff_IsAccepted()
    {
        await using var server = await FakeApiServer.StartTlsAsync(_stranger.ServerCertificate("x.test"), c => c.SendAsync(Answers.Map));
        using var client = server.Connect(c => c.SkipTlsVerify = true);
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
    }

    [Fact]
    public async Task TlsServerName_IsAskedForAndCheckedAndTheHostHeaderStays()
    {
        var (asked, host) = ("", "");
        using var certificate = _authority.ServerCertificate("api.tenants.test");
        await using var server = await FakeApiServer.StartAsync(
            c =>
            {
                host = c.Request.Host.Host;
                return c.SendAsync(Answers.Map);
            },
            o => o.ServerCertificateSelector = (_, name) =>
            {
                asked = name ?? "";
                return certificate;
            });
        using var client = server.Connect(c => (c.SslCaCerts, c.TlsServerName) = (_authority.Certificates, "api.tenants.test"));
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
        (asked, host).ShouldBe(("api.tenants.test", "127.0.0.1"));

        using var wrong = server.Connect(c => (c.SslCaCerts, c.TlsServerName) = (_authority.Certificates, "api.other.test"));
        await Should.ThrowAsync<HttpRequestException>(wrong.GetAsync<V1ConfigMap>("a", "n", Ct));
    }

    [Fact]
    public async Task CaFile_Rotated_CountsFromTheNextConnectionOn()
    {
        await File.WriteAllTextAsync(_file, _stranger.Pem, Ct);
        await using var server = await FakeApiServer.StartTlsAsync(_authority.ServerCertificate(), c => c.SendAsync(Answers.Map));
        using var client = server.Connect(c => c.SslCaCertFile = _file);
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
        await File.WriteAllTextAsync(_file, _stranger.Pem + "\n" + _authority.Pem, Ct);
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
    }

    [Fact]
    public async Task ClientCertificate_IsPresented()
    {
        var user = "";
        await using var server = await FakeApiServer.StartAsync(
            c =>
            {
                user = c.Connection.ClientCertificate!.Subject;
                return c.SendAsync(Answers.Map);
            },
            o =>
            {
                o.ServerCertificate = _authority.ServerCertificate();
                o.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                o.AllowAnyClientCertificate();
            });
        using var certificate = _authority.ClientCertificate("alice");
        using var client = server.Connect(c =>
        {
            c.SslCaCerts = _authority.Certificates;
            c.ClientCertificateData = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()));
            c.ClientCertificateKeyData = Convert.ToBase64String(Encoding.UTF8.GetBytes(
                System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!.ExportPkcs8PrivateKeyPem()));
        });
        (await client.GetAsync<V1ConfigMap>("a", "n", Ct)).ShouldNotBeNull();
        user.ShouldBe("CN=alice");
    }
}
