using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace k8s.Http;

/// <summary>TLS settings of a configuration.</summary>
internal static class TlsOptions
{
    public static SslClientAuthenticationOptions For(KubernetesClientConfiguration configuration, X509Certificate2? clientCertificate)
    {
        var options = new SslClientAuthenticationOptions();
        if (configuration.SkipTlsVerify)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (configuration.SslCaCertFile is { } file)
            options.RemoteCertificateValidationCallback = new ServerTrust(new CaBundle(file)).Validate;
        else if (configuration.SslCaCerts is { } certificates)
            options.RemoteCertificateValidationCallback = new ServerTrust(new CaBundle(certificates)).Validate;
        if (clientCertificate is not null)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(clientCertificate, additionalCertificates: null, offline: true);
        return options;
    }
}
