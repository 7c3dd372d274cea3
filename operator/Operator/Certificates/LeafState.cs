using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using McpTenants.Authorization.Peers;

namespace McpTenants.Operator.Certificates;

/// <summary>What a Secret with a certificate holds, without its key.</summary>
/// <param name="Name">Whom the certificate names.</param>
/// <param name="From">Its beginning.</param>
/// <param name="Until">Its end.</param>
/// <param name="Bundle">The authorities that stand beside it.</param>
/// <param name="Signed">Whether one of these signed it, and its key belongs to it.</param>
internal sealed record LeafState(string Name, DateTimeOffset From, DateTimeOffset Until, string Bundle, bool Signed)
{
    /// <summary>Reads the three files; null when they are not what they should be.</summary>
    public static LeafState? Read(string? certificate, string? key, string? bundle)
    {
        if (certificate is null || key is null || bundle is null)
            return null;
        try
        {
            using var leaf = X509Certificate2.CreateFromPem(certificate, key);
            var (from, until) = AuthorityState.LifeOf(certificate);
            return PeerCertificate.NameOf(leaf) is { } name ? new LeafState(name, from, until, bundle, IsSignedBy(leaf, bundle)) : null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsSignedBy(X509Certificate2 leaf, string bundle)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // Time is judged by the plan.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.VerificationTime = leaf.NotBefore.AddMinutes(10);
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(bundle);
        return chain.Build(leaf);
    }
}
