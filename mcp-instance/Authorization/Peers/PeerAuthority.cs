using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Authorization.Peers;

/// <summary>An authority of peers (ECDSA P-256): its certificate, and the key that it signs with. What it issues stands beside what checks it.</summary>
/// <param name="Certificate">PEM.</param>
/// <param name="Key">PEM (PKCS #8).</param>
public sealed record PeerAuthority(string Certificate, string Key)
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    /// <summary>Makes an authority that can sign peers and no further authorities.</summary>
    /// <param name="from">Beginning of its life.</param>
    /// <param name="until">End of its life.</param>
    public static PeerAuthority Create(DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serial = RandomNumberGenerator.GetBytes(16);
        // A name of its own for each: while one takes over from another, a leaf says which of them signed it.
        var request = new CertificateRequest($"CN=McpTenant authority {Convert.ToHexStringLower(serial.AsSpan(0, 4))}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), from, until, serial);
        return new(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>A server certificate of a tenant's instance.</summary>
    /// <param name="uid">The tenant.</param>
    /// <param name="from">Beginning of its life.</param>
    /// <param name="until">End of its life; never later than the authority's own.</param>
    public PeerCertificatePair IssueTenant(string uid, DateTimeOffset from, DateTimeOffset until) => Issue(PeerNames.Tenant(uid), PeerNames.TenantHost(uid), ServerUsage, from, until);

    /// <summary>A client certificate.</summary>
    /// <param name="name">Whose: <see cref="PeerNames.Gateway"/> or <see cref="PeerNames.Operator"/>.</param>
    /// <param name="from">Beginning of its life.</param>
    /// <param name="until">End of its life; never later than the authority's own.</param>
    public PeerCertificatePair IssueClient(string name, DateTimeOffset from, DateTimeOffset until) => Issue(name, host: null, ClientUsage, from, until);

    /// <summary>Without the members: they would print the key.</summary>
    public override string ToString() => nameof(PeerAuthority);

    private PeerCertificatePair Issue(string name, string? host, string usage, DateTimeOffset from, DateTimeOffset until)
    {
        using var authority = X509Certificate2.CreateFromPem(Certificate, Key);
        using var signing = authority.GetECDsaPrivateKey()!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // No subject: whoever reads a common name reads the wrong field.
        var request = new CertificateRequest("", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(name));
        if (host is not null)
            names.AddDnsName(host);
        // Critical, as RFC 5280 (4.1.2.6) wants it of a certificate without a subject.
        request.CertificateExtensions.Add(names.Build(critical: true));
        var end = new DateTimeOffset(authority.NotAfter.ToUniversalTime());
        using var certificate = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signing), from, until < end ? until : end, RandomNumberGenerator.GetBytes(16));
        return new(certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}

/// <summary>A certificate and its private key, both PEM.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Key">Its key (PKCS #8).</param>
public sealed record PeerCertificatePair(string Certificate, string Key)
{
    /// <summary>Without the members: they would print the key.</summary>
    public override string ToString() => nameof(PeerCertificatePair);
}
