using System.Net;

namespace McpTenants.Gateway.Hosting;

/// <summary>Everything that can be set, with its default. The command line documents each.</summary>
internal sealed record GatewayOptions
{
    public string BaseDomain { get; init; } = "";

    /// <summary>JSON file with the platform's settings; of these the gateway needs the tiers. Empty: the built-in ones.</summary>
    public string PlatformFile { get; init; } = "";

    public IPAddress Listen { get; init; } = IPAddress.IPv6Any;

    public int Port { get; init; } = 8080;

    public int AdminPort { get; init; } = 9090;

    /// <summary>Null: TLS ends in front of us.</summary>
    public int? TlsPort { get; init; }

    public string TlsCertificates { get; init; } = "/etc/mcp-gateway-tls";

    /// <summary>Folder of the certificate by which instances know us, its key and their authorities; null: none.</summary>
    public string? InstanceIdentity { get; init; }

    public string AdminTokenFile { get; init; } = "/etc/mcp-gateway-admin/token";

    public string? Kubeconfig { get; init; }

    public string? IssuerCaFile { get; init; }

    public bool AllowPrivateIssuers { get; init; }

    public bool AllowAnonymous { get; init; }

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public string ExternalScheme { get; init; } = "https";

    public int InstancePort { get; init; } = 8080;

    public int WaitingPerTenant { get; init; } = 100;

    public int WaitingTotal { get; init; } = 5000;

    public int ConcurrentWakes { get; init; } = 50;

    public TimeSpan WakeDeadline { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan AnswerSilence { get; init; } = TimeSpan.FromMinutes(15);

    public long MaxRequestBytes { get; init; } = 4 * 1024 * 1024;

    public int MaxConnections { get; init; } = 10_000;

    public int StreamsPerTenant { get; init; } = 32;

    public TimeSpan StreamIdle { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>All problems at once, in words that name the option.</summary>
    public IEnumerable<string> Problems()
    {
        if (BaseDomain.Length == 0 || !Routing.HostName.TryRead(BaseDomain, out var name) || name.Length != BaseDomain.Length)
            yield return "--base-domain must be a host name such as mcp.example.com";
        if (WakeDeadline < TimeSpan.FromSeconds(1) || WakeDeadline > TimeSpan.FromSeconds(300))
            yield return "--wake-deadline must be between 1s and 300s";
        if (WaitingPerTenant < 1 || WaitingTotal < WaitingPerTenant)
            yield return "--waiting-per-tenant must be at least 1 and at most --waiting-total";
        if (ConcurrentWakes < 1)
            yield return "--concurrent-wakes must be at least 1";
        if (MaxRequestBytes is < 1024 or > 64 * 1024 * 1024)
            yield return "--max-request-bytes must be between 1024 and 67108864";
        if (ExternalScheme is not ("http" or "https"))
            yield return "--external-scheme must be http or https";
        if (GatewayPlatform.Problem(this) is { } problem)
            yield return problem;
        if (IssuerCaFile is { } file && !File.Exists(file))
            yield return $"--issuer-ca-file: {file} does not exist";
        if (StreamsPerTenant < 0)
            yield return "--streams-per-tenant must not be negative";
        if (StreamIdle < TimeSpan.FromMinutes(1))
            yield return "--stream-idle must be at least 1m";
        if (InstanceIdentity is not null && !File.Exists(Path.Combine(InstanceIdentity, "tls.crt")))
            yield return $"--instance-identity: {InstanceIdentity} holds no tls.crt";
        if (TlsPort is not null && !Directory.Exists(TlsCertificates))
            yield return $"--tls-certificates: {TlsCertificates} does not exist";
        if (MaxConnections < 1)
            yield return "--max-connections must be at least 1";
    }
}
