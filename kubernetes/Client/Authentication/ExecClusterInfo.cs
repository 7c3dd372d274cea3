namespace k8s.Authentication;

/// <summary>What a plugin may learn of the cluster (<c>provideClusterInfo</c>).</summary>
public sealed record ExecClusterInfo
{
    /// <summary>Address of the API server.</summary>
    [JsonPropertyName("server")]
    public string Server { get; init; } = "";

    /// <summary>Name expected in the server's certificate.</summary>
    [JsonPropertyName("tls-server-name")]
    public string? TlsServerName { get; init; }

    /// <summary>Whether the server's certificate is not checked.</summary>
    [JsonPropertyName("insecure-skip-tls-verify")]
    public bool? InsecureSkipTlsVerify { get; init; }

    /// <summary>CA certificates, PEM.</summary>
    [JsonPropertyName("certificate-authority-data")]
    public byte[]? CertificateAuthorityData { get; init; }

    /// <summary>Proxy to the server.</summary>
    [JsonPropertyName("proxy-url")]
    public string? ProxyUrl { get; init; }
}
