namespace McpTenants.Api;

/// <summary>A third-party MCP server with every default filled in.</summary>
/// <param name="Name">Prefix of its tools; the container is called <c>server-NAME</c>.</param>
/// <param name="Image">Container image.</param>
/// <param name="Port">Port it listens on.</param>
/// <param name="Path">Path of its endpoint.</param>
/// <param name="Env">Environment variables.</param>
/// <param name="Requests">Guaranteed amounts.</param>
/// <param name="Limits">Upper bounds.</param>
public sealed record EffectiveSidecar(
    string Name,
    string Image,
    int Port,
    string Path,
    IReadOnlyList<EnvironmentVariable> Env,
    IReadOnlyDictionary<string, string> Requests,
    IReadOnlyDictionary<string, string> Limits)
{
    // Small on purpose: every container counts against the tier's quota.
    private static readonly ResourceAmounts DefaultRequests = new() { Cpu = "25m", Memory = "64Mi", EphemeralStorage = "32Mi" };
    private static readonly ResourceAmounts DefaultLimits = new() { Cpu = "250m", Memory = "128Mi", EphemeralStorage = "128Mi" };

    /// <summary>Path of servers that name none.</summary>
    public const string DefaultPath = "/mcp";

    internal static IReadOnlyList<EffectiveSidecar> Of(IReadOnlyList<ServerSpec>? servers) =>
    [
        .. (servers ?? []).Select(server => new EffectiveSidecar(
            server.Name,
            server.Image ?? string.Empty,
            server.Port ?? 0,
            server.Path is { Length: > 0 } path ? path : DefaultPath,
            server.Env ?? [],
            EffectiveResources.Requests(server.Resources, DefaultRequests),
            EffectiveResources.Limits(server.Resources, DefaultLimits))),
    ];
}
