using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Authorization.Peers;

/// <summary>A certificate with its key, and the authorities that others are judged by; immutable, ready for handshakes.</summary>
public sealed class PeerIdentity
{
    private PeerIdentity(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        Authorities = authorities;
        Name = PeerCertificate.NameOf(certificate) ?? throw new CryptographicException("the certificate names no peer");
        NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        // Offline: what is not in our files is not fetched from wherever a certificate points to. Never disposed: a handshake under way may hold it.
        Context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }

    /// <summary>Whom our certificate names.</summary>
    public string Name { get; }

    /// <summary>The end of our certificate.</summary>
    public DateTimeOffset NotAfter { get; }

    internal SslStreamCertificateContext Context { get; }

    internal X509Certificate2Collection Authorities { get; }

    /// <summary>Makes an identity of PEM texts.</summary>
    /// <param name="certificate">Our certificate.</param>
    /// <param name="key">Its private key.</param>
    /// <param name="authorities">All authorities to trust; more than one while one takes over from another.</param>
    /// <exception cref="CryptographicException">Something is no certificate, or the key belongs to another one.</exception>
    public static PeerIdentity FromPem(string certificate, string key, string authorities)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPem(authorities);
        if (trusted.Count == 0)
            throw new CryptographicException("there is no authority to trust");
        try
        {
            return new PeerIdentity(X509Certificate2.CreateFromPem(certificate, key), trusted);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException("the key is of another kind than the certificate", e);
        }
    }
}
