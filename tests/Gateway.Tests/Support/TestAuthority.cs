using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.Support;

/// <summary>A certificate authority of the test's own, and a directory of certificates as mounted Secrets look.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("gateway-tls-");
    private int _serial;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        Root = request.CreateSelfSigned(From, From.AddYears(20));
    }

    public X509Certificate2 Root { get; }

    public string Directory => _directory.FullName;

    private static DateTimeOffset From => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a certificate for these names; an existing one of that folder is replaced.</summary>
    public string Issue(string folder, params string[] names)
    {
        var (certificate, key) = Make(names, years: 10);
        Write(folder, certificate, key);
        return folder;
    }

    public (string Certificate, string Key) Make(string[] names, int years, bool rsa = false)
    {
        using AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA r
            ? new CertificateRequest("CN=leaf", r, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=leaf", (ECDsa)key, HashAlgorithmName.SHA256);
        var san = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            san.AddDnsName(name);
        request.CertificateExtensions.Add(san.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var signer = X509SignatureGenerator.CreateForECDsa(_key);
        using var leaf = request.Create(Root.SubjectName, signer, From, From.AddYears(years), BitConverter.GetBytes(++_serial));
        return (leaf.ExportCertificatePem() + "\n" + Root.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Write(string folder, string certificate, string key)
    {
        var path = System.IO.Directory.CreateDirectory(Path.Combine(Directory, folder)).FullName;
        File.WriteAllText(Path.Combine(path, "tls.crt"), certificate);
        File.WriteAllText(Path.Combine(path, "tls.key"), key);
    }

    public void Remove(string folder) => System.IO.Directory.Delete(Path.Combine(Directory, folder), recursive: true);

    /// <summary>True when this authority vouches for the certificate and the name.</summary>
    public bool Trusts(X509Certificate2 certificate, string host)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) && certificate.MatchesHostname(host);
    }

    public void Dispose()
    {
        _key.Dispose();
        Root.Dispose();
        _directory.Delete(recursive: true);
    }
}
