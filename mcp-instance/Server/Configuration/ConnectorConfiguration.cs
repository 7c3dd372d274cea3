namespace McpTenants.Instance.Configuration;

/// <summary>A service whose OpenAPI operations become tools.</summary>
internal sealed record ConnectorConfiguration
{
    public required string Name { get; init; }

    /// <summary>Whether the document lies beside instance.json instead of in the folder of connectors.</summary>
    public bool Inline { get; set; }

    public required string BaseUrl { get; init; }

    public IReadOnlyList<string> Include { get; set; } = [];

    public IReadOnlyList<string> Exclude { get; set; } = [];

    public CredentialConfiguration? Credential { get; set; }

    /// <summary>Longest call including retries, in seconds. Default 30.</summary>
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Largest answer in bytes. Default 1 MiB.</summary>
    public long MaxResponseBytes { get; set; } = 1 << 20;

    public string? CaBundle { get; set; }
}

internal enum CredentialKind
{
    Bearer,
    Header,
    Basic,
    OAuth2ClientCredentials,
}

/// <summary>Names of files in the folder of secrets, never their content.</summary>
internal sealed record CredentialConfiguration
{
    public required CredentialKind Type { get; init; }

    public string? File { get; set; }

    public string? Header { get; set; }

    public string? UsernameFile { get; set; }

    public string? PasswordFile { get; set; }

    public string? ClientIdFile { get; set; }

    public string? ClientSecretFile { get; set; }

    public string? TokenUrl { get; set; }

    public IReadOnlyList<string> Scopes { get; set; } = [];
}

/// <summary>A third-party MCP server in the same pod.</summary>
internal sealed record SidecarConfiguration(string Name, int Port, string Path);
