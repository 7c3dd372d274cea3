using System.Security.Cryptography;
using System.Text;
using k8s.Authentication;

namespace k8s;

/// <summary>The <c>user.exec</c> part of a kubeconfig.</summary>
internal static class ExecSection
{
    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public static ExecPlugin Read(KubeConfigNode exec, KubernetesClientConfiguration configuration, KubeConfigReader.PathBase paths)
    {
        var version = exec["apiVersion"].Required;
        if (!Versions.Contains(version, StringComparer.Ordinal))
            throw exec["apiVersion"].Error($"is {version}; supported are {string.Join(" and ", Versions)}");
        // A server has nobody to type a password.
        if (exec["interactiveMode"].Text == "Always")
            throw exec["interactiveMode"].Error("is Always, but nobody can be asked here");
        var environment = exec["env"].Items.ToDictionary(e => e["name"].Required, e => e["value"].Text ?? "", StringComparer.Ordinal);
        return new ExecPlugin(
            version,
            paths.Command(exec["command"]),
            [.. exec["args"].Items.Select(a => a.Text ?? "")],
            environment,
            exec["installHint"].Text,
            exec["provideClusterInfo"].Flag ? ClusterInfo(configuration, exec) : null,
            exec.ToString());
    }

    private static ExecClusterInfo ClusterInfo(KubernetesClientConfiguration configuration, KubeConfigNode exec) => new()
    {
        Server = configuration.Host,
        TlsServerName = configuration.TlsServerName,
        InsecureSkipTlsVerify = configuration.SkipTlsVerify ? true : null,
        CertificateAuthorityData = CertificateAuthority(configuration, exec),
        ProxyUrl = configuration.ProxyUrl?.ToString(),
    };

    private static byte[]? CertificateAuthority(KubernetesClientConfiguration configuration, KubeConfigNode exec)
    {
        if (configuration.SslCaCerts is { } certificates)
            return Encoding.ASCII.GetBytes(string.Join('\n', certificates.Select(c => PemEncoding.WriteString("CERTIFICATE", c.RawData))));
        try
        {
            return configuration.SslCaCertFile is { } file ? File.ReadAllBytes(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw exec.Error($"needs the certificate authority of the cluster: {e.Message}", e);
        }
    }
}
