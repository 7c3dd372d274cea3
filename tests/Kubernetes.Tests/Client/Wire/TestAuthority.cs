using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kubernetes.Tests.Client.Wire;

/// <summary>A certificate authority that lives as long as a test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=test-ca-{Guid.NewGuid():N}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _root = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    public string Pem => _root.ExportCertificatePem();

    public X509Certificate2Collection Certificates => [X509CertificateLoader.LoadCertificate(_root.RawData)];

    public X509Certificate2 ServerCertificate(string? name = null) => Issue("server", ServerUse, name);

    public X509Certificate2 ClientCertificate(string user) => Issue(user, ClientUse, name: null);

    public void Dispose() => _root.Dispose();

    private X509Certificate2 Issue(string subject, string use, string? name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is null)
            names.AddIpAddress(System.Net.IPAddress.Loopback);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        using var issued = request.Create(_root, new DateTimeOffset(_root.NotBefore), new DateTimeOffset(_root.NotAfter), RandomNumberGenerator.GetBytes(8));
        using var complete = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(complete.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
    }
}
