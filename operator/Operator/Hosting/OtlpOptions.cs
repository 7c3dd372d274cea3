namespace McpTenants.Operator.Hosting;

/// <summary>
/// The collector that tenants send their telemetry to. It takes no credential: one that every tenant's pod held would be no secret. Who may send is the
/// business of the collector's own network policy, and the credential of a backend that of the collector.
/// </summary>
internal sealed record OtlpOptions
{
    /// <summary>Base URL of the collector, OTLP over HTTP; null for no telemetry. Default null.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Labels of the namespace with the collector's pods; none for any namespace. Default none.</summary>
    public IReadOnlyDictionary<string, string> NamespaceLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the collector's pods; none with labels of the namespace for all pods there. Default none.</summary>
    public IReadOnlyDictionary<string, string> PodLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Address ranges of a collector outside of the cluster. Default none.</summary>
    public IReadOnlyList<string> Cidrs { get; init; } = [];

    /// <summary>Port that the collector's pods listen on, which network policies compare; 0, the default, for the port of the URL.</summary>
    public int PodPort { get; init; }

    /// <summary>The port that is opened.</summary>
    public int Port => PodPort > 0 ? PodPort : Endpoint?.Port ?? 0;

    /// <summary>What is wrong with them together, or null.</summary>
    public string? Problem => Endpoint switch
    {
        null => null,
        { UserInfo.Length: > 0 } or { Query.Length: > 0 } or { Fragment.Length: > 0 } => "--otlp-endpoint: name the base URL only, without user, query or fragment; it is no place for a credential",
        _ when NamespaceLabels.Count == 0 && PodLabels.Count == 0 && Cidrs.Count == 0 =>
            "--otlp-endpoint: tenants reach nothing that is not opened; name the collector with --otlp-pod-labels, --otlp-namespace-labels or --otlp-cidrs",
        _ => null,
    };
}
