using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KeyVaultEmulator.Hosting;

/// <summary>An authority of its own and a certificate for the emulator's names.</summary>
internal static class EmulatorCertificates
{
    /// <summary>Makes both.</summary>
    public static (string AuthorityPem, X509Certificate2 Certificate) Create(DateTimeOffset now, params IEnumerable<string> names)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=key vault emulator authority", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var root = rootRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=key vault emulator", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(root, now.AddDays(-1), now.AddDays(29), RandomNumberGenerator.GetBytes(12));
        return (root.ExportCertificatePem(), certificate.CopyWithPrivateKey(key));
    }
}
