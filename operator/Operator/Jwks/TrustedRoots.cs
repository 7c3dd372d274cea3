using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Operator.Jwks;

/// <summary>Whose certificates are believed: the system's authorities, and those that the platform or a tenant adds.</summary>
internal static class TrustedRoots
{
    /// <summary>How to judge a chain.</summary>
    /// <param name="caFile">PEM file with more authorities; empty for none.</param>
    /// <param name="caBundle">More authorities in PEM; empty for none.</param>
    public static X509ChainPolicy Policy(string caFile, string caBundle = "")
    {
        var extra = new X509Certificate2Collection();
        if (caFile.Length > 0)
        {
            extra.ImportFromPemFile(caFile);
        }

        if (caBundle.Length > 0)
        {
            extra.ImportFromPem(caBundle);
        }

        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (extra.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(extra);
            policy.CustomTrustStore.AddRange(SystemRoots());
        }

        return policy;
    }

    private static X509Certificate2Collection SystemRoots()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates;
    }
}
