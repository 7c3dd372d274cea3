namespace McpTenants.Api;

/// <summary>A connector as the instance gets it. The document is a file: <c>/etc/mcp/connector-NAME</c> when inline, else <c>/etc/mcp-connectors/NAME/openapi</c>.</summary>
public sealed record InstanceConnector
{
    /// <summary>Prefix of its tools.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the document lies beside instance.json.</summary>
    public bool Inline { get; init; }

    /// <summary>URL that paths are appended to.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Operations that become tools; empty: all.</summary>
    public IReadOnlyList<string> Include { get; set; } = [];

    /// <summary>Operations that do not.</summary>
    public IReadOnlyList<string> Exclude { get; set; } = [];

    /// <summary>Credential for the service; null: none.</summary>
    public InstanceConnectorCredential? Credential { get; init; }

    /// <summary>Seconds for one call including retries.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>Largest answer of the service in bytes.</summary>
    public required long MaxResponseBytes { get; init; }

    /// <summary>PEM certificates to trust instead of the well-known ones; null: those.</summary>
    public string? CaBundle { get; init; }
}

/// <summary>Credential of a connector: names of files, never their content.</summary>
public sealed record InstanceConnectorCredential
{
    /// <summary>Kind of credential.</summary>
    public required ConnectorCredentialType Type { get; init; }

    /// <summary>Bearer, Header: file with the value.</summary>
    public string? File { get; init; }

    /// <summary>Header: its name.</summary>
    public string? Header { get; init; }

    /// <summary>Basic: file with the user name.</summary>
    public string? UsernameFile { get; init; }

    /// <summary>Basic: file with the password.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>OAuth2ClientCredentials: file with the client's identifier.</summary>
    public string? ClientIdFile { get; init; }

    /// <summary>OAuth2ClientCredentials: file with the client's secret.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>OAuth2ClientCredentials: token endpoint.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>OAuth2ClientCredentials: scopes to ask for.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];
}

/// <summary>A third-party MCP server in the same pod.</summary>
/// <param name="Name">Prefix of its tools.</param>
/// <param name="Port">Port on loopback.</param>
/// <param name="Path">Path of its endpoint.</param>
public sealed record InstanceSidecar(string Name, int Port, string Path);
