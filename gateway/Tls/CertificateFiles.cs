using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace McpTenants.Gateway.Tls;

/// <summary>The two files of a mounted TLS Secret.</summary>
/// <param name="Certificates">Content of tls.crt: the certificate, then its chain.</param>
/// <param name="Key">Content of tls.key.</param>
internal sealed record CertificateFiles(string Certificates, string Key)
{
    /// <summary>Identifies the content, so that nothing is parsed twice.</summary>
    public string Stamp { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Certificates + "\0" + Key)));

    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Our user may not read it.</exception>
    public static CertificateFiles Read(string folder)
    {
        while (true)
        {
            var files = new CertificateFiles(File.ReadAllText(Path.Combine(folder, "tls.crt")), File.ReadAllText(Path.Combine(folder, "tls.key")));
            // Swapped between the two: what was read are halves of two certificates.
            if (File.ReadAllText(Path.Combine(folder, "tls.crt")) == files.Certificates)
                return files;
        }
    }

    /// <exception cref="CryptographicException">It is no certificate, or the key belongs to another one.</exception>
    /// <exception cref="ArgumentException">The key is of a kind that is not supported.</exception>
    public ServedCertificate Load(string folder)
    {
        // Also proves that the two belong together: during an update the files may be of two generations.
        var leaf = X509Certificate2.CreateFromPem(Certificates, Key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(Certificates);
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).Select(n => n.ToLowerInvariant()).ToList();
        if (names.Count == 0)
            throw new CryptographicException("the certificate names no host");
        // Offline: what the file does not hold is not fetched from wherever the certificate points to.
        return new ServedCertificate(folder, names, new DateTimeOffset(leaf.NotAfter.ToUniversalTime()), SslStreamCertificateContext.Create(leaf, chain, offline: true));
    }
}
