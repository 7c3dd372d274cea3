using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace k8s.Authentication;

/// <summary>Loads client certificates from PEM.</summary>
internal static class ClientCertificate
{
    /// <exception cref="KubeConfigException">The PEM is unusable; the message names its origin.</exception>
    public static X509Certificate2 FromPem(string certificate, string key, string origin)
    {
        try
        {
            var loaded = X509Certificate2.CreateFromPem(certificate, key);
            if (!OperatingSystem.IsWindows())
                return loaded;
            // Schannel cannot use keys that live in memory only.
            using (loaded)
                return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"{origin}: client certificate or key is not usable PEM: {e.Message}", e);
        }
    }
}
