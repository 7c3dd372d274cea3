using System.Security.Cryptography.X509Certificates;
using McpTenants.Operator.Webhook;

namespace Operator.Tests.Webhook;

public sealed class WebhookCertificateTests
{
    private static readonly string[] Hosts = ["webhook.system.svc", "127.0.0.1"];
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void IsDue_AfterTwoThirdsOfItsLife_NotBefore()
    {
        var certificate = WebhookCertificate.Issue(Hosts, Now);

        certificate.IsDue(Hosts, Now.AddDays(59)).ShouldBeFalse();
        certificate.IsDue(Hosts, Now.AddDays(61)).ShouldBeTrue();
        certificate.IsDue(["other.svc"], Now).ShouldBeTrue();
    }

    [Fact]
    public void Issue_AfterAnother_KeepsTheOldAuthorityTrusted()
    {
        var first = WebhookCertificate.Issue(Hosts, Now);
        var second = WebhookCertificate.Issue(Hosts, Now, first);

        Trusts(second, first).ShouldBeTrue();
        Trusts(second, second).ShouldBeTrue();
        Trusts(first, second).ShouldBeFalse();
    }

    private static bool Trusts(WebhookCertificate bundle, WebhookCertificate served)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(bundle.Authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
        using var certificate = served.Load();
        return chain.Build(certificate);
    }
}
