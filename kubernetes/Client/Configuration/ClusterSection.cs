using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace k8s;

/// <summary>The <c>cluster</c> part of a kubeconfig.</summary>
internal static class ClusterSection
{
    public static void Apply(KubeConfigNode cluster, KubernetesClientConfiguration result, KubeConfigReader.PathBase paths)
    {
        result.Host = Url(cluster["server"]).OriginalString;
        result.TlsServerName = cluster["tls-server-name"].Text;
        result.SkipTlsVerify = cluster["insecure-skip-tls-verify"].Flag;
        result.ProxyUrl = cluster["proxy-url"].Exists ? Url(cluster["proxy-url"]) : null;
        if (cluster["certificate-authority-data"] is { Exists: true } data)
            result.SslCaCerts = Certificates(data);
        else
            result.SslCaCertFile = paths.Resolve(cluster["certificate-authority"]);
        if (result.SkipTlsVerify && (result.SslCaCerts is not null || result.SslCaCertFile is not null))
            throw cluster["insecure-skip-tls-verify"].Error("and a certificate authority exclude each other");
        if (result is { ProxyUrl: not null, TlsServerName: not null })
            throw cluster["tls-server-name"].Error("cannot be combined with proxy-url");
    }

    /// <summary>Base64 of the PEM text, decoded.</summary>
    public static byte[] Decode(KubeConfigNode field)
    {
        try
        {
            return Convert.FromBase64String(field.Required);
        }
        catch (FormatException e)
        {
            throw field.Error("is not base64", e);
        }
    }

    private static X509Certificate2Collection Certificates(KubeConfigNode field)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.UTF8.GetString(Decode(field)));
        }
        catch (CryptographicException e)
        {
            throw field.Error("is not a PEM certificate", e);
        }

        return certificates.Count > 0 ? certificates : throw field.Error("holds no PEM certificate");
    }

    private static Uri Url(KubeConfigNode field) =>
        Uri.TryCreate(field.Required, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? url : throw field.Error("must be an http or https URL");
}
