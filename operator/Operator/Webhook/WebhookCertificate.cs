using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Operator.Webhook;

/// <summary>A serving certificate with its key and the authorities to trust, all PEM.</summary>
/// <param name="Authorities">The authority of this certificate, then that of the one before, so that replicas may switch one after the other.</param>
/// <param name="Certificate">The serving certificate.</param>
/// <param name="Key">Its private key.</param>
internal sealed record WebhookCertificate(string Authorities, string Certificate, string Key)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    // Nodes whose clocks are a little behind have to accept it too.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Makes an authority (ECDSA P-256) whose key is thrown away at once, and one certificate of it for the given names.</summary>
    public static WebhookCertificate Issue(IReadOnlyList<string> hosts, DateTimeOffset now, WebhookCertificate? previous = null)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=mcp-operator webhook authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        using var authority = authorityRequest.CreateSelfSigned(now - Skew, now + Life);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + hosts[0], key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(Names(hosts));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var certificate = request.Create(authority, now - Skew, now + Life, RandomNumberGenerator.GetBytes(16));
        var authorities = authority.ExportCertificatePem() + "\n" + (previous is null ? string.Empty : First(previous.Authorities) + "\n");
        return new(authorities, certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>The certificate with its key, for Kestrel.</summary>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPem(Certificate, Key);

    /// <summary>Whether two thirds of its life have passed, or it lacks one of the names.</summary>
    public bool IsDue(IReadOnlyList<string> hosts, DateTimeOffset now)
    {
        using var certificate = X509Certificate2.CreateFromPem(Certificate);
        var (start, end) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        return now < start || now >= start + (end - start) * 2 / 3 || !hosts.All(host => certificate.MatchesHostname(host, allowWildcards: false, allowCommonName: false));
    }

    private static X509Extension Names(IReadOnlyList<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        return names.Build();
    }

    private static string First(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return certificate.ExportCertificatePem();
    }
}
