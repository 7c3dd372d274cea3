namespace McpTenants.Instance.Configuration;

/// <summary>Where this process finds its files and listens: the only place that reads environment variables.</summary>
internal sealed record InstanceEnvironment
{
    /// <summary>Folder of instance.json and jwks.json. Variable MCP_CONFIG_DIR, default <c>/etc/mcp</c>.</summary>
    public string ConfigurationFolder { get; init; } = "/etc/mcp";

    /// <summary>Folder of the workspace database. Variable MCP_DATA_DIR, default <c>/data</c>.</summary>
    public string DataFolder { get; init; } = "/data";

    /// <summary>Folder of mounted secrets. Variable MCP_SECRETS_DIR, default <c>/etc/mcp-secrets</c>.</summary>
    public string SecretsFolder { get; init; } = "/etc/mcp-secrets";

    /// <summary>Folder of OpenAPI documents, one folder per connector. Variable MCP_CONNECTORS_DIR, default <c>/etc/mcp-connectors</c>.</summary>
    public string ConnectorsFolder { get; init; } = "/etc/mcp-connectors";

    /// <summary>
    /// Whether connectors may call private addresses and plain http. For development: variable MCP_ALLOW_PRIVATE_UPSTREAMS=true, which tenants cannot set
    /// because the operator refuses names that begin with MCP_. Default false.
    /// </summary>
    public bool AllowPrivateUpstreams { get; init; }

    /// <summary>
    /// Folder of certificate, key and authorities (tls.crt, tls.key, ca.crt). Variable MCP_TLS_DIR, which tenants cannot set; null, the default, means plain
    /// HTTP, and a folder means that nobody is served without.
    /// </summary>
    public string? TlsFolder { get; init; }

    /// <summary>File with the one-time token of an export.</summary>
    public string ExportTokenFile { get; init; } = "/etc/mcp-export/token";

    /// <summary>Port of the MCP endpoint on all addresses. Default 8080; 0 lets the system choose.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Port of health and metrics on all addresses. Default 8081; 0 lets the system choose.</summary>
    public int AdminPort { get; init; } = 8081;

    /// <summary>Base URL of an OpenTelemetry collector that speaks OTLP over HTTP. Variable OTEL_EXPORTER_OTLP_ENDPOINT; without it, the default, nothing is sent.</summary>
    public Uri? Collector { get; init; }

    /// <summary>The database file.</summary>
    public string DatabaseFile => Path.Combine(DataFolder, "workspace.db");

#pragma warning disable RS0030 // This is the edge where the environment comes in.
    public static InstanceEnvironment Read() => new()
    {
        ConfigurationFolder = Environment.GetEnvironmentVariable("MCP_CONFIG_DIR") ?? "/etc/mcp",
        DataFolder = Environment.GetEnvironmentVariable("MCP_DATA_DIR") ?? "/data",
        SecretsFolder = Environment.GetEnvironmentVariable("MCP_SECRETS_DIR") ?? "/etc/mcp-secrets",
        Collector = Uri.TryCreate(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), UriKind.Absolute, out var collector) && collector.Scheme is "http" or "https" ? collector : null,
        ConnectorsFolder = Environment.GetEnvironmentVariable("MCP_CONNECTORS_DIR") ?? "/etc/mcp-connectors",
        TlsFolder = Environment.GetEnvironmentVariable("MCP_TLS_DIR") is { Length: > 0 } tls ? tls : null,
        AllowPrivateUpstreams = Environment.GetEnvironmentVariable("MCP_ALLOW_PRIVATE_UPSTREAMS") == "true",
    };
#pragma warning restore RS0030
}
