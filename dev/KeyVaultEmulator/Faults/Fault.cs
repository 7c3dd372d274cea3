namespace KeyVaultEmulator.Faults;

/// <summary>What goes wrong, and for whom.</summary>
internal sealed record Fault
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Start of the host, such as a vault's name; empty for all hosts.</summary>
    public string Host { get; init; } = "";

    /// <summary>Part of path and query; empty for all.</summary>
    public string Path { get; init; } = "";

    /// <summary>Matching requests that pass first. Default 0.</summary>
    public int After { get; init; }

    /// <summary>Matching requests that it happens to. Default all.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>Kind Delay: how long.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Kind Status: the status.</summary>
    public int Status { get; init; } = 503;

    /// <summary>Kind Status: value of <c>Retry-After</c> in seconds; null for none.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Kind Challenge: the resource that the challenge names instead.</summary>
    public string? Resource { get; init; }
}

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary>The answer comes late.</summary>
    Delay,

    /// <summary>The connection is cut before the answer.</summary>
    Reset,

    /// <summary>The connection is cut within the answer.</summary>
    Truncate,

    /// <summary>An error instead of the answer.</summary>
    Status,

    /// <summary>A secret is not found although it is there.</summary>
    NotFound,

    /// <summary>A challenge that names another resource, whatever token came.</summary>
    Challenge,
}
