using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Operator.Tests.Integration.Support;

/// <summary>An identity provider over real TLS, with a certificate authority of its own.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeIssuer(WebApplication app, string authority)
    {
        this.app = app;
        Authority = authority;
    }

    /// <summary>The issuer as tenants name it.</summary>
    public string Url => "https://localhost:" + new Uri(app.Urls.Single()).Port;

    /// <summary>Its certificate authority in PEM.</summary>
    public string Authority { get; }

    /// <summary>Id of the key that it signs with.</summary>
    public string KeyId { get; set; } = "first";

    /// <summary>It answers nothing but errors.</summary>
    public bool Down { get; set; }

    public static async Task<FakeIssuer> StartAsync()
    {
        var (authority, certificate) = Certificates();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var issuer = new FakeIssuer(builder.Build(), authority);
        issuer.app.MapGet("/.well-known/openid-configuration", () => issuer.Answer($$"""{"issuer":"{{issuer.Url}}","jwks_uri":"{{issuer.Url}}/keys"}"""));
        issuer.app.MapGet("/keys", () => issuer.Answer($$"""{"keys":[{"kty":"RSA","kid":"{{issuer.KeyId}}","use":"sig","alg":"RS256","n":"AQAB","e":"AQAB","d":"private"}]}"""));
        await issuer.app.StartAsync();
        return issuer;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Answer(string json) => Down ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Text(json, "application/json");

    private static (string Authority, X509Certificate2 Certificate) Certificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=issuer authority", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(now.AddHours(-1), now.AddHours(2));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, now.AddHours(-1), now.AddHours(1), [1, 2, 3, 4]);
        return (root.ExportCertificatePem(), certificate.CopyWithPrivateKey(key));
    }
}
