namespace McpTenants.Operator.Jwks;

/// <summary>How issuers are polled.</summary>
internal sealed record JwksOptions
{
    /// <summary>Time between two polls of one issuer, varied by a fifth. Default 5 minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time after a failed poll until the next. Default 15 seconds.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time for one document. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest document in bytes. Default 256 KiB.</summary>
    public int MaxBytes { get; init; } = 256 * 1024;

    /// <summary>Issuers at private, loopback and link-local addresses may be called. Default false.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>PEM file with certificate authorities trusted besides the system's; empty for none.</summary>
    public string CaFile { get; init; } = "";
}
