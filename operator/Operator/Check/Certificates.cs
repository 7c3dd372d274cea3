using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Operator.Check;

/// <summary>Whether text is a bundle of certificates.</summary>
internal static class Certificates
{
    internal static bool IsBundle(string pem)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            foreach (var certificate in certificates)
                certificate.Dispose();
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
