using System.Text.Json.Serialization;

namespace McpTenants.Instance.Probing;

/// <summary>What the operator wants tried from inside a tenant's namespace. The contract is <c>tests/contracts/probe-request.json</c>.</summary>
internal sealed record ProbeRequest
{
    /// <summary>Ports to accept connections at; the first is held open by the operator for as long as it needs this process.</summary>
    public IReadOnlyList<int> Listen { get; init; } = [];

    /// <summary>Seconds to wait for the operator; then the report is written without it.</summary>
    public int HoldSeconds { get; init; } = 25;

    /// <summary>Seconds that an attempt may take.</summary>
    public int TimeoutSeconds { get; init; } = 2;

    /// <summary>Seconds after which what is not as it must be is reported so. Filters of some clusters take a moment to know a new pod.</summary>
    public int SettleSeconds { get; init; } = 8;

    /// <summary>What to try.</summary>
    public IReadOnlyList<ProbeTarget> Targets { get; init; } = [];
}

/// <summary>One thing to try.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Kind">A TCP connection, or a DNS question to the pod's own resolvers.</param>
/// <param name="Open">What is expected: true when it must work.</param>
/// <param name="Host">Address; null for the resolvers.</param>
/// <param name="Port">Port; 0 for the resolvers.</param>
internal sealed record ProbeTarget(string Name, ProbeKind Kind, bool Open, string? Host = null, int Port = 0);

/// <summary>How it is tried.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProbeKind>))]
internal enum ProbeKind
{
    /// <summary>Opens a connection and closes it; nothing is sent.</summary>
    Tcp,

    /// <summary>Asks for the API server's name over UDP; any answer counts.</summary>
    Dns,
}
