using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>How the instance identifies itself to a service. Secrets are named by the files of spec.secrets, never written here.</summary>
public sealed record ConnectorCredentialSpec
{
    /// <summary>Kind of credential.</summary>
    [JsonPropertyName("type")]
    [Required]
    public ConnectorCredentialType Type { get; set; }

    /// <summary>Bearer, Header: file with the token or key.</summary>
    [JsonPropertyName("file")]
    [Pattern(SecretFilePattern)]
    [Length(1, 253)]
    public string? File { get; set; }

    /// <summary>Header: name of the request header.</summary>
    [JsonPropertyName("header")]
    [Pattern("^[A-Za-z0-9-]+$")]
    [Length(1, 64)]
    public string? Header { get; set; }

    /// <summary>Basic: file with the user name.</summary>
    [JsonPropertyName("usernameFile")]
    [Pattern(SecretFilePattern)]
    [Length(1, 253)]
    public string? UsernameFile { get; set; }

    /// <summary>Basic: file with the password.</summary>
    [JsonPropertyName("passwordFile")]
    [Pattern(SecretFilePattern)]
    [Length(1, 253)]
    public string? PasswordFile { get; set; }

    /// <summary>OAuth2ClientCredentials: file with the client's identifier.</summary>
    [JsonPropertyName("clientIdFile")]
    [Pattern(SecretFilePattern)]
    [Length(1, 253)]
    public string? ClientIdFile { get; set; }

    /// <summary>OAuth2ClientCredentials: file with the client's secret.</summary>
    [JsonPropertyName("clientSecretFile")]
    [Pattern(SecretFilePattern)]
    [Length(1, 253)]
    public string? ClientSecretFile { get; set; }

    /// <summary>OAuth2ClientCredentials: https URL of the token endpoint.</summary>
    [JsonPropertyName("tokenUrl")]
    [Length(1, 1024)]
    public string? TokenUrl { get; set; }

    /// <summary>OAuth2ClientCredentials: scopes to ask for. Default: none, the server decides.</summary>
    [JsonPropertyName("scopes")]
    [Items(0, 32)]
    [ItemPattern("^[!#-\\[\\]-~]+$", 256)]
    public IReadOnlyList<string>? Scopes { get; set; }

    /// <summary>What a file of a mounted Secret may be called: no slash and no leading dots, so that it stays in its folder.</summary>
    internal const string SecretFilePattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$";
}

/// <summary>Kinds of credentials for services.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConnectorCredentialType>))]
public enum ConnectorCredentialType
{
    /// <summary>A fixed token as <c>Authorization: Bearer</c>.</summary>
    Bearer,

    /// <summary>A fixed key in a header of its own.</summary>
    Header,

    /// <summary>User name and password.</summary>
    Basic,

    /// <summary>Tokens of an OAuth 2.0 authorization server (RFC 6749, section 4.4), renewed before they expire.</summary>
    OAuth2ClientCredentials,
}
