using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Authentication;

namespace k8s;

/// <summary>How to reach and convince one API server. Environment proxies are ignored.</summary>
public partial class KubernetesClientConfiguration
{
    /// <summary>Address of the API server. Default <c>http://localhost:8080</c>.</summary>
    public string Host { get; set; } = "http://localhost:8080";

    /// <summary>Namespace of the context or pod; null when neither says.</summary>
    public string? Namespace { get; set; }

    /// <summary>The only certificate authorities that are trusted; null trusts the system's.</summary>
    public X509Certificate2Collection? SslCaCerts { get; set; }

    /// <summary>File of certificate authorities, read again when it changes; wins over <see cref="SslCaCerts"/>.</summary>
    public string? SslCaCertFile { get; set; }

    /// <summary>Client certificate, base64 of PEM.</summary>
    public string? ClientCertificateData { get; set; }

    /// <summary>Client key, base64 of PEM.</summary>
    public string? ClientCertificateKeyData { get; set; }

    /// <summary>Client certificate file, PEM.</summary>
    public string? ClientCertificateFilePath { get; set; }

    /// <summary>Client key file, PEM.</summary>
    public string? ClientKeyFilePath { get; set; }

    /// <summary>Accept any server certificate. For experiments only. Default false.</summary>
    public bool SkipTlsVerify { get; set; }

    /// <summary>Name to ask for (SNI) and to expect in the server's certificate; null for the host's.</summary>
    public string? TlsServerName { get; set; }

    /// <summary>Bearer token.</summary>
    public string? AccessToken { get; set; }

    /// <summary>File with a bearer token, read again at most once a minute; wins over <see cref="AccessToken"/>.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Own source of credentials; wins over all others.</summary>
    public ITokenProvider? TokenProvider { get; set; }

    /// <summary>User of basic authentication.</summary>
    public string? Username { get; set; }

    /// <summary>Password of basic authentication.</summary>
    public string? Password { get; set; }

    /// <summary>Credential plugin; runs at the first request, not while loading.</summary>
    public ExecPlugin? ExecPlugin { get; set; }

    /// <summary>Proxy to the server; null connects directly.</summary>
    public Uri? ProxyUrl { get; set; }

    /// <summary>Sent as User-Agent. Default: program, version, and this library.</summary>
    public string UserAgent { get; set; } = DefaultUserAgent();

    /// <summary>Longest time for one request; for watches, until the answer begins. Default 100 s.</summary>
    public TimeSpan HttpClientTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Speak HTTP/1.1 only. Default false.</summary>
    public bool DisableHttp2 { get; set; }

    /// <summary>Last changes to the connection handler; null for none.</summary>
    public Action<SocketsHttpHandler>? FirstMessageHandlerSetup { get; set; }

    /// <summary>The plugin's credentials; set by the client that uses this configuration.</summary>
    internal ExecCredentialSource? ExecCredentials { get; private set; }

    /// <summary>A copy that belongs to one client: later changes to the original do not reach it.</summary>
    internal KubernetesClientConfiguration ForClient(TimeProvider time)
    {
        var copy = (KubernetesClientConfiguration)MemberwiseClone();
        copy.ExecCredentials = ExecPlugin is null ? null : new ExecCredentialSource(ExecPlugin, time);
        return copy;
    }

    /// <exception cref="KubeConfigException">Certificate or key is missing or unusable.</exception>
    internal X509Certificate2? LoadClientCertificate()
    {
        var certificate = Pem(ClientCertificateData, ClientCertificateFilePath, "client certificate");
        var key = Pem(ClientCertificateKeyData, ClientKeyFilePath, "client key");
        if (certificate is null && key is null)
            return null;
        if (certificate is null || key is null)
            throw new KubeConfigException($"a client certificate needs both parts; the {(key is null ? "key" : "certificate")} is missing");
        return ClientCertificate.FromPem(certificate, key, ClientCertificateFilePath ?? "client-certificate-data");
    }

    private static string? Pem(string? data, string? path, string what)
    {
        try
        {
            return data is { Length: > 0 } ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : path is null ? null : File.ReadAllText(path);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"cannot read the {what}{(path is null ? "" : $" from {path}")}: {e.Message}", e);
        }
    }

    private static string DefaultUserAgent()
    {
        var program = Assembly.GetEntryAssembly()?.GetName();
        var library = typeof(KubernetesClientConfiguration).Assembly.GetName();
        return $"{program?.Name ?? "unknown"}/{program?.Version?.ToString(3) ?? "0"} ({(OperatingSystem.IsLinux() ? "linux" : "other")}) {library.Name}/{library.Version?.ToString(3)}";
    }
}
